// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// Something that a run told.

#ifndef MIGRAYT_EVENT_HPP
#define MIGRAYT_EVENT_HPP

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "detail/call.hpp"
#include "detail/handle.hpp"

namespace migrayt {
inline namespace MIGRAYT_FACE {

/// Something that a run told. It owns what it says, and may outlive its run and its engine; its
/// JSON is zeroed when it is destroyed, so copy what is to be kept. Threads: reading is for any, as
/// for every value that does not change.
class event {
public:
    /// Takes over an event of the C header. `misuse` if it is none.
    static result<event> try_adopt(migrayt_event* handle) {
        event adopted(handle);
        adopted.view_.size = sizeof adopted.view_;
        const auto read = detail::act(migrayt_event_read, handle, &adopted.view_);
        if (!read) return read.failure();
        return adopted;
    }

    /// What it is. A number that this header does not know never leaves a run: it is passed over.
    event_kind kind() const noexcept { return static_cast<event_kind>(view_.kind); }

    /// The number by which a question is answered; 0 for every other kind.
    std::uint64_t request() const noexcept { return view_.request; }

    /// A JSON object whose shape follows from the kind. Lasts as long as the event.
    std::string_view json() const noexcept { return detail::view(view_.json); }

    /// Bytes that go with a question: a piece of a file, a secret. Lasts as long as the event.
    std::string_view bytes() const noexcept { return detail::view(view_.bytes); }

    /// The handle of the C header. It stays this event's.
    migrayt_event* native() const noexcept { return handle_.get(); }

private:
    explicit event(migrayt_event* handle) noexcept : handle_(handle) {}

    detail::handle<migrayt_event, migrayt_event_free> handle_;
    migrayt_event_view view_{};
};

/// What asking a run for its next event brought: an event, nothing in the time that was given, or
/// the end of the run.
class fetched {
public:
    /// An event.
    fetched(event next) : event_(std::move(next)) {}

    /// Nothing happened in the time that was given.
    static fetched waiting() noexcept { return fetched(false); }

    /// The run is over, and its last event was fetched.
    static fetched end() noexcept { return fetched(true); }

    /// Whether there is an event.
    explicit operator bool() const noexcept { return event_.has_value(); }

    /// Whether nothing happened in the time that was given.
    bool is_waiting() const noexcept { return !event_ && !is_end_; }

    /// Whether the run is over.
    bool is_end() const noexcept { return is_end_; }

    /// The event, where there is one.
    event& operator*() & noexcept { return *event_; }
    /// The event, where there is one.
    const event& operator*() const& noexcept { return *event_; }
    /// The event, where there is one, to be moved out.
    event&& operator*() && noexcept { return *std::move(event_); }
    /// The event's members, where there is one.
    event* operator->() noexcept { return &*event_; }
    /// The event's members, where there is one.
    const event* operator->() const noexcept { return &*event_; }

private:
    explicit fetched(bool is_end) noexcept : is_end_(is_end) {}

    std::optional<event> event_;
    bool is_end_ = false;
};

}  // namespace MIGRAYT_FACE
}  // namespace migrayt

#endif
