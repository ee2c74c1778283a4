/* Converts a text, and exits well only if it was converted. */
#include <migrayt.h>
#include <string.h>

int main(void) {
    static const char job[] =
        "{\"job\":\"convert\",\"from\":\"html\",\"to\":\"markdown\",\"text\":\"<b>b</b>\"}";
    migrayt_options options = {0};
    migrayt_event_view view = {0};
    migrayt_engine *engine = NULL;
    migrayt_run *run = NULL;
    migrayt_event *event = NULL;
    int bad = 1;

    options.size = sizeof options;
    options.abi_version = MIGRAYT_ABI_VERSION;
    view.size = sizeof view;
    if (migrayt_engine_new(&options, &engine, NULL) == MIGRAYT_OK &&
        migrayt_run_start(engine, (const uint8_t *)job, sizeof job - 1, NULL, 0, &run, NULL) ==
            MIGRAYT_OK &&
        migrayt_run_next(run, -1, &event, NULL) == MIGRAYT_OK &&
        migrayt_event_read(event, &view, NULL) == MIGRAYT_OK) {
        static const char wanted[] = "{\"losses\":[],\"text\":\"**b**\"}";
        bad = view.json.length != sizeof wanted - 1 ||
              memcmp(view.json.data, wanted, sizeof wanted - 1) != 0;
    }
    migrayt_event_free(event);
    migrayt_run_free(run);
    migrayt_engine_free(engine);
    return bad;
}
