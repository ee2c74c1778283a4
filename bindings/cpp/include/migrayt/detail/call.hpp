// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// Calling a function of the C header, and taking its error over.

#ifndef MIGRAYT_DETAIL_CALL_HPP
#define MIGRAYT_DETAIL_CALL_HPP

#include <migrayt.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "../result.hpp"

namespace migrayt {
inline namespace MIGRAYT_FACE {
namespace detail {

inline std::string_view view(const migrayt_bytes& bytes) noexcept {
    if (bytes.length == 0) return {};
    return {reinterpret_cast<const char*>(bytes.data), bytes.length};
}

inline const std::uint8_t* data(std::string_view text) noexcept {
    return reinterpret_cast<const std::uint8_t*>(text.data());
}

/// Takes an error of the library over and frees its handle. Without one (the library could not even
/// tell what went wrong) the number is all there is.
inline error taken(migrayt_status status, migrayt_error* handle) {
    migrayt_error_view read{};
    read.size = sizeof read;
    if (handle == nullptr || migrayt_error_read(handle, &read, nullptr) != MIGRAYT_OK) {
        migrayt_error_free(handle);
        const auto kind = kind_of(status);
        return error(kind, "the call failed: " + std::string(name(kind)));
    }
    constexpr auto longest =
        static_cast<std::uint64_t>(std::numeric_limits<std::chrono::milliseconds::rep>::max());
    const auto pause = std::min(read.retry_after_ms, longest);
    error told(read.code, static_cast<retry>(std::min<std::uint32_t>(read.retry, 2)),
               std::chrono::milliseconds(static_cast<std::chrono::milliseconds::rep>(pause)),
               read.effect == 0 ? effect::none : effect::unknown,
               std::string(view(read.message)), std::string(view(read.json)));
    migrayt_error_free(handle);
    return told;
}

/// Calls a function whose last argument is where its error goes.
template <class Function, class... Arguments>
result<migrayt_status> call(Function function, Arguments... arguments) {
    migrayt_error* failure = nullptr;
    const migrayt_status status = function(arguments..., &failure);
    if (status > 0) return taken(status, failure);
    return status;
}

/// The same for a function that either does its work or fails.
template <class Function, class... Arguments>
result<void> act(Function function, Arguments... arguments) {
    const auto done = call(function, arguments...);
    if (!done) return done.failure();
    return {};
}

}  // namespace detail
}  // namespace MIGRAYT_FACE
}  // namespace migrayt

#endif
