// SPDX-License-Identifier: Apache-2.0 OR MIT

#include "library.hpp"

#include <utility>

struct migrayt_engine {};
struct migrayt_run {};
struct migrayt_event {
    doubled::coming told;
};
struct migrayt_error {
    doubled::failing told;
};

namespace doubled {

namespace {

script standing;

std::string text(const std::uint8_t* data, std::size_t length) {
    return length == 0 ? std::string() : std::string(reinterpret_cast<const char*>(data), length);
}

migrayt_bytes bytes(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

template <class T>
T* make(T made = {}) {
    ++standing.handles;
    return new T(std::move(made));
}

template <class T>
void free(T* handle) {
    if (handle == nullptr) return;
    --standing.handles;
    delete handle;
}

migrayt_status tell(const failing& failed, migrayt_error** error) {
    const bool is_told = failed.status > 0 && failed.is_told;
    if (error != nullptr) *error = is_told ? make(migrayt_error{failed}) : nullptr;
    return failed.status;
}

migrayt_status steer(const char* what, migrayt_error** error) {
    standing.steered.emplace_back(what);
    return tell(standing.fails, error);
}

}  // namespace

script& library() { return standing; }

void begin() { standing = {}; }

}  // namespace doubled

using doubled::standing;

std::uint32_t migrayt_abi_version() { return standing.abi; }

migrayt_status migrayt_about(migrayt_bytes* about, migrayt_error** error) {
    static const std::string text = "{\"abi\":1}";
    *about = doubled::bytes(text);
    return doubled::tell(standing.fails, error);
}

migrayt_status migrayt_engine_new(const migrayt_options* options, migrayt_engine** engine,
                                  migrayt_error** error) {
    standing.options = doubled::text(options->json, options->json_length);
    standing.token = doubled::text(options->token, options->token_length);
    if (standing.fails.status == MIGRAYT_OK) *engine = doubled::make<migrayt_engine>();
    return doubled::tell(standing.fails, error);
}

void migrayt_engine_free(migrayt_engine* engine) { doubled::free(engine); }

migrayt_status migrayt_run_start(migrayt_engine*, const std::uint8_t* json, std::size_t json_length,
                                 const std::uint8_t* bytes, std::size_t bytes_length,
                                 migrayt_run** run, migrayt_error** error) {
    standing.job = doubled::text(json, json_length);
    standing.bytes = doubled::text(bytes, bytes_length);
    if (standing.fails.status == MIGRAYT_OK) *run = doubled::make<migrayt_run>();
    return doubled::tell(standing.fails, error);
}

migrayt_status migrayt_run_next(migrayt_run*, std::int32_t timeout_ms, migrayt_event** event,
                                migrayt_error** error) {
    standing.timeouts.push_back(timeout_ms);
    if (standing.comes.empty()) {
        doubled::tell({}, error);
        return MIGRAYT_END;
    }
    auto next = std::move(standing.comes.front());
    standing.comes.pop_front();
    const auto status = doubled::tell(next.failed, error);
    if (status != MIGRAYT_OK) return status;
    if (next.is_waiting) return MIGRAYT_WAITING;
    *event = doubled::make(migrayt_event{std::move(next)});
    return MIGRAYT_OK;
}

migrayt_status migrayt_run_descriptor(migrayt_run*, std::int32_t* descriptor,
                                      migrayt_error** error) {
    *descriptor = 7;
    return doubled::tell(standing.fails, error);
}

migrayt_status migrayt_answer(migrayt_run*, std::uint64_t request, const std::uint8_t* json,
                              std::size_t json_length, const std::uint8_t* bytes,
                              std::size_t bytes_length, migrayt_error** error) {
    standing.answers.push_back(
        {request, doubled::text(json, json_length), doubled::text(bytes, bytes_length)});
    doubled::failing failed;
    if (!standing.answers_fail.empty()) {
        failed = standing.answers_fail.front();
        standing.answers_fail.pop_front();
    }
    return doubled::tell(failed, error);
}

migrayt_status migrayt_run_pause(migrayt_run*, migrayt_error** error) {
    return doubled::steer("pause", error);
}

migrayt_status migrayt_run_resume(migrayt_run*, migrayt_error** error) {
    return doubled::steer("resume", error);
}

migrayt_status migrayt_run_cancel(migrayt_run*, migrayt_error** error) {
    return doubled::steer("cancel", error);
}

void migrayt_run_free(migrayt_run* run) { doubled::free(run); }

migrayt_status migrayt_event_read(const migrayt_event* event, migrayt_event_view* view,
                                  migrayt_error** error) {
    if (view->size != sizeof *view) return doubled::tell({MIGRAYT_MISUSE}, error);
    view->kind = event->told.kind;
    view->request = event->told.request;
    view->json = doubled::bytes(event->told.json);
    view->bytes = doubled::bytes(event->told.bytes);
    return doubled::tell({}, error);
}

void migrayt_event_free(migrayt_event* event) { doubled::free(event); }

migrayt_status migrayt_error_read(const migrayt_error* of, migrayt_error_view* view,
                                  migrayt_error** error) {
    if (view->size != sizeof *view) return doubled::tell({MIGRAYT_MISUSE}, error);
    view->code = of->told.status;
    view->retry = of->told.retry;
    view->retry_after_ms = of->told.retry_after_ms;
    view->effect = of->told.effect;
    view->message = doubled::bytes(of->told.message);
    view->json = doubled::bytes(of->told.json);
    return doubled::tell({}, error);
}

void migrayt_error_free(migrayt_error* error) { doubled::free(error); }
