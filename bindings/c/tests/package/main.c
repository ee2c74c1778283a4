#include <migrayt_host.h>

int main(void) {
    migrayt_host_failure failure = {0};
    migrayt_status status = migrayt_host_fits(&failure);
    migrayt_host_failure_free(&failure);
    return status == MIGRAYT_OK ? 0 : 1;
}
