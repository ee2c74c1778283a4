// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// Steering a run from any thread.

#ifndef MIGRAYT_STEERING_HPP
#define MIGRAYT_STEERING_HPP

#include <cstdint>
#include <string_view>

#include "detail/call.hpp"

namespace migrayt {
inline namespace MIGRAYT_FACE {

namespace detail {

/// What a run and its steering have in common. `Self::native()` is the handle.
template <class Self>
class steered {
public:
    /// Lets the run rest at the next edge between operations; a `state` event tells that it rests.
    /// `unsupported` for a job that cannot rest: only `run` and `retry` can.
    result<void> try_pause() const { return act(migrayt_run_pause, native()); }

    /// Lets a run that rests go on. `unsupported` for a job that cannot rest.
    result<void> try_resume() const { return act(migrayt_run_resume, native()); }

    /// Asks the job to stop: nothing new is begun, and what is under way is waited for. Go on
    /// fetching events, and answering, to the end.
    result<void> try_cancel() const { return act(migrayt_run_cancel, native()); }

    /// Answers a question by its number: `json` is `{"ok": value}` or `{"error": {...}}`, or empty
    /// for a value of null; `bytes` goes with it. Both are copied. `not_found` if nobody waits for
    /// it any more; `input_invalid` if it is neither, and then the question stays open.
    result<void> try_answer(std::uint64_t request, std::string_view json,
                            std::string_view bytes = {}) const {
        return act(migrayt_answer, native(), request, data(json), json.size(), data(bytes),
                   bytes.size());
    }

#if MIGRAYT_THROWS
    /// As `try_pause`. Throws `error`.
    void pause() const { try_pause().value(); }
    /// As `try_resume`. Throws `error`.
    void resume() const { try_resume().value(); }
    /// As `try_cancel`. Throws `error`.
    void cancel() const { try_cancel().value(); }
    /// As `try_answer`. Throws `error`.
    void answer(std::uint64_t request, std::string_view json, std::string_view bytes = {}) const {
        try_answer(request, json, bytes).value();
    }
#endif

protected:
    steered() = default;

private:
    migrayt_run* native() const noexcept { return static_cast<const Self*>(this)->native(); }
};

}  // namespace detail

/// Pauses, resumes, cancels and answers a run from any thread at any time. It is a name of the run
/// and owns nothing: it may be copied freely and outlive the run, and then answers `misuse`.
class steering : public detail::steered<steering> {
public:
    /// The steering of a run of the C header.
    explicit steering(migrayt_run* handle) noexcept : handle_(handle) {}

    /// The handle of the C header.
    migrayt_run* native() const noexcept { return handle_; }

private:
    migrayt_run* handle_;
};

}  // namespace MIGRAYT_FACE
}  // namespace migrayt

#endif
