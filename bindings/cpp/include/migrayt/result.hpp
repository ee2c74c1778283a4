// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// A value, or an error.

#ifndef MIGRAYT_RESULT_HPP
#define MIGRAYT_RESULT_HPP

#include <optional>
#include <utility>
#include <variant>

#include "error.hpp"

namespace migrayt {
inline namespace MIGRAYT_FACE {

/// What a `try_` function answers: a value, or the error in its place. Look with `if (result)`
/// before taking either; taking what is not there is undefined, as with `std::optional`.
template <class T>
class [[nodiscard]] result {
public:
    /// A value.
    result(T value) : held_(std::in_place_index<0>, std::move(value)) {}

    /// An error.
    result(error failure) : held_(std::in_place_index<1>, std::move(failure)) {}

    /// Whether there is a value.
    explicit operator bool() const noexcept { return held_.index() == 0; }

    /// The value, where there is one.
    T& operator*() & noexcept { return *std::get_if<0>(&held_); }
    /// The value, where there is one.
    const T& operator*() const& noexcept { return *std::get_if<0>(&held_); }
    /// The value, where there is one, to be moved out.
    T&& operator*() && noexcept { return std::move(*std::get_if<0>(&held_)); }
    /// The value's members, where there is one.
    T* operator->() noexcept { return std::get_if<0>(&held_); }
    /// The value's members, where there is one.
    const T* operator->() const noexcept { return std::get_if<0>(&held_); }

    /// The error, where there is one.
    const error& failure() const noexcept { return *std::get_if<1>(&held_); }

#if MIGRAYT_THROWS
    /// The value, or else the error as an exception.
    T value() && {
        if (!*this) throw failure();
        return *std::move(*this);
    }
#endif

private:
    std::variant<T, error> held_;
};

/// Whether something was done, or the error in its place.
template <>
class [[nodiscard]] result<void> {
public:
    /// It was done.
    result() noexcept = default;

    /// An error.
    result(error failure) : failure_(std::move(failure)) {}

    /// Whether it was done.
    explicit operator bool() const noexcept { return !failure_; }

    /// The error, where there is one.
    const error& failure() const noexcept { return *failure_; }

#if MIGRAYT_THROWS
    /// Throws the error, if there is one.
    void value() && {
        if (failure_) throw *failure_;
    }
#endif

private:
    std::optional<error> failure_;
};

}  // namespace MIGRAYT_FACE
}  // namespace migrayt

#endif
