// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// One job that goes on in the background.

#ifndef MIGRAYT_RUN_HPP
#define MIGRAYT_RUN_HPP

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>

#include "detail/handle.hpp"
#include "event.hpp"
#include "host.hpp"
#include "steering.hpp"

#if MIGRAYT_THROWS
#include "events.hpp"
#endif

namespace migrayt {
inline namespace MIGRAYT_FACE {

/// A timeout that never ends.
inline constexpr std::chrono::milliseconds forever{-1};

/// Is given the JSON of each progress event: `{"phase", "done", "total", ...}`.
using progress_callback = std::function<void(std::string_view)>;

/// One job that goes on in the background. Move-only: whoever has it owns the job, and destroying
/// it gives up a job that still goes on, as if the process had been killed: nothing is lost, and
/// what was under way is in doubt until the next run.
///
/// Threads: events are fetched by one thread at a time, or the call is `misuse`. Pausing, resuming,
/// cancelling and answering are for any thread; give it a `steering`, which may outlive the run.
class run : public detail::steered<run> {
public:
    /// Takes over a run of the C header.
    explicit run(migrayt_run* handle) noexcept : handle_(handle) {}

    /// Waits for the next event, for at most `timeout`: for ever if it is negative, not at all if
    /// it is zero. An event of a kind that this header does not know is passed over. A job that
    /// failed fails here once, with its error, and is at its end then.
    result<fetched> try_next(std::chrono::milliseconds timeout = forever) {
        const auto begin = std::chrono::steady_clock::now();
        for (auto left = timeout;;) {
            auto next = fetch(left);
            if (!next || !*next || is_known((*next)->kind())) return next;
            if (timeout.count() < 0) continue;
            const auto spent = std::chrono::steady_clock::now() - begin;
            left = timeout - std::min(timeout, std::chrono::duration_cast<decltype(left)>(spent));
        }
    }

    /// Waits for the job's end, and gives its result as JSON. `progress` is called on this thread.
    /// Questions are refused as `Unsupported`: a job with ports of the host is served.
    result<std::string> try_wait(const progress_callback& progress = {}) {
        return try_serve(host(), progress);
    }

    /// The same, while `ports` answers the run's questions on this thread.
    result<std::string> try_serve(const host& ports, const progress_callback& progress = {}) {
        std::string last;
        for (;;) {
            auto next = try_next();
            if (!next) return next.failure();
            if (next->is_end()) return last;
            const event& told = **next;
            if (told.kind() == event_kind::result) last = told.json();
            if (told.kind() == event_kind::progress && progress) progress(told.json());
            const auto served = ports.try_serve(steer(), told);
            if (!served) return served.failure();
        }
    }

    /// A descriptor that can be read from while asking for the next event would not wait, for
    /// `poll` and event loops. It belongs to the run: wait on it, never read from it and never
    /// close it. `unsupported` where the system has none.
    result<int> try_descriptor() const {
        std::int32_t descriptor = -1;
        const auto done = detail::act(migrayt_run_descriptor, native(), &descriptor);
        if (!done) return done.failure();
        return static_cast<int>(descriptor);
    }

#if MIGRAYT_THROWS
    /// As `try_next`. Throws `error`.
    fetched next(std::chrono::milliseconds timeout = forever) { return try_next(timeout).value(); }

    /// As `try_wait`. Throws `error`, and what `progress` throws: the run then still goes on.
    std::string wait(const progress_callback& progress = {}) { return try_wait(progress).value(); }

    /// As `try_serve`. Throws `error`, and what `progress` throws: the run then still goes on.
    std::string serve(const host& ports, const progress_callback& progress = {}) {
        return try_serve(ports, progress).value();
    }

    /// As `try_descriptor`. Throws `error`.
    int descriptor() const { return try_descriptor().value(); }

    /// Fetches events until the end: `for (auto& event : run)`. Begins with the next event, and
    /// ends after the last one. Throws `error`, also in place of the result of a job that failed.
    events<run> begin() { return events<run>(*this); }

    /// The end of every run.
    events<run> end() noexcept { return {}; }
#endif

    /// A name of this run, by which any thread may pause, resume, cancel and answer it.
    steering steer() const noexcept { return steering(native()); }

    /// The handle of the C header. It stays this run's.
    migrayt_run* native() const noexcept { return handle_.get(); }

private:
    static bool is_known(event_kind kind) noexcept {
        return kind >= event_kind::progress && kind <= event_kind::result;
    }

    result<fetched> fetch(std::chrono::milliseconds timeout) {
        constexpr std::chrono::milliseconds longest(std::numeric_limits<std::int32_t>::max());
        const auto limit = static_cast<std::int32_t>(std::clamp(timeout, forever, longest).count());
        migrayt_event* handle = nullptr;
        const auto status = detail::call(migrayt_run_next, native(), limit, &handle);
        if (!status) return status.failure();
        if (*status == MIGRAYT_END) return fetched::end();
        if (*status != MIGRAYT_OK) return fetched::waiting();
        auto adopted = event::try_adopt(handle);
        if (!adopted) return adopted.failure();
        return fetched(*std::move(adopted));
    }

    detail::handle<migrayt_run, migrayt_run_free> handle_;
};

}  // namespace MIGRAYT_FACE
}  // namespace migrayt

#endif
