// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// The events of a run, one after the other.

#ifndef MIGRAYT_EVENTS_HPP
#define MIGRAYT_EVENTS_HPP

#include <cstddef>
#include <iterator>
#include <optional>

#include "event.hpp"

namespace migrayt {
inline namespace MIGRAYT_FACE {

/// Where a loop over a run's events stands: an input iterator. It holds one event, which is gone
/// with the next step unless it was moved out. It must not outlive the run.
template <class Run>
class events {
public:
    using iterator_category = std::input_iterator_tag;  ///< Passes once.
    using value_type = event;                           ///< An event.
    using difference_type = std::ptrdiff_t;             ///< Of no use here.
    using pointer = event*;                             ///< An event.
    using reference = event&;                           ///< An event.

    /// The end.
    events() = default;

    /// Fetches the next event of a run. Throws `error`.
    explicit events(Run& run) : run_(&run) { ++*this; }

    /// The event.
    event& operator*() noexcept { return *event_; }

    /// The event's members.
    event* operator->() noexcept { return &*event_; }

    /// Fetches the next event, and is the end after the last one. Throws `error`; a loop that was
    /// left so may be begun again.
    events& operator++() {
        event_.reset();
        auto next = run_->next();
        if (next) event_.emplace(*std::move(next));
        return *this;
    }

    /// The same; the event before is gone.
    void operator++(int) { ++*this; }

    /// Whether both are at the end, or neither is.
    friend bool operator==(const events& one, const events& other) noexcept {
        return one.event_.has_value() == other.event_.has_value();
    }

    /// Whether one is at the end and the other is not.
    friend bool operator!=(const events& one, const events& other) noexcept {
        return !(one == other);
    }

private:
    Run* run_ = nullptr;
    std::optional<event> event_;
};

}  // namespace MIGRAYT_FACE
}  // namespace migrayt

#endif
