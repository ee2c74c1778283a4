"""What the library's header declares, without its words. A test compares the two."""

ABI_VERSION = 1

OK = 0
WAITING = -1
END = -2

DECLARATIONS = """
typedef struct migrayt_engine migrayt_engine;
typedef struct migrayt_run migrayt_run;
typedef struct migrayt_event migrayt_event;
typedef struct migrayt_error migrayt_error;

typedef int32_t migrayt_status;

typedef struct {
    const uint8_t *data;
    size_t length;
} migrayt_bytes;

typedef struct {
    size_t size;
    uint32_t abi_version;
    const uint8_t *json;
    size_t json_length;
    const uint8_t *token;
    size_t token_length;
} migrayt_options;

typedef struct {
    size_t size;
    uint32_t kind;
    uint64_t request;
    migrayt_bytes json;
    migrayt_bytes bytes;
} migrayt_event_view;

typedef struct {
    size_t size;
    migrayt_status code;
    uint32_t retry;
    uint64_t retry_after_ms;
    uint32_t effect;
    migrayt_bytes message;
    migrayt_bytes json;
} migrayt_error_view;

uint32_t migrayt_abi_version(void);
migrayt_status migrayt_about(migrayt_bytes *about, migrayt_error **error);
migrayt_status migrayt_engine_new(const migrayt_options *options, migrayt_engine **engine, migrayt_error **error);
void migrayt_engine_free(migrayt_engine *engine);
migrayt_status migrayt_run_start(migrayt_engine *engine, const uint8_t *json, size_t json_length, const uint8_t *bytes, size_t bytes_length, migrayt_run **run, migrayt_error **error);
migrayt_status migrayt_run_next(migrayt_run *run, int32_t timeout_ms, migrayt_event **event, migrayt_error **error);
migrayt_status migrayt_run_descriptor(migrayt_run *run, int32_t *descriptor, migrayt_error **error);
migrayt_status migrayt_answer(migrayt_run *run, uint64_t request, const uint8_t *json, size_t json_length, const uint8_t *bytes, size_t bytes_length, migrayt_error **error);
migrayt_status migrayt_run_pause(migrayt_run *run, migrayt_error **error);
migrayt_status migrayt_run_resume(migrayt_run *run, migrayt_error **error);
migrayt_status migrayt_run_cancel(migrayt_run *run, migrayt_error **error);
void migrayt_run_free(migrayt_run *run);
migrayt_status migrayt_event_read(const migrayt_event *event, migrayt_event_view *view, migrayt_error **error);
void migrayt_event_free(migrayt_event *event);
migrayt_status migrayt_error_read(const migrayt_error *of, migrayt_error_view *view, migrayt_error **error);
void migrayt_error_free(migrayt_error *error);
"""
