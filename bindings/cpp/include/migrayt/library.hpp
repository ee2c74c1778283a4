// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// The library behind the header: which one it is, and whether it fits.

#ifndef MIGRAYT_LIBRARY_HPP
#define MIGRAYT_LIBRARY_HPP

#include <migrayt.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "detail/call.hpp"

static_assert(MIGRAYT_ABI_VERSION == 1,
              "this binding was written for version 1 of migrayt.h; take one that fits yours");

namespace migrayt {
inline namespace MIGRAYT_FACE {

/// The version of this binding. It has its own versions, apart from the library's.
inline constexpr std::string_view binding_version = "0.1.0";

/// The version of the C header that this binding was written for.
inline constexpr std::uint32_t abi_version = MIGRAYT_ABI_VERSION;

/// Whether the library that was loaded fits this header; `misuse` if it does not. Making an engine
/// and asking `about` look at it first, so that a program need not. Threads: any.
inline result<void> try_fit() {
    const auto loaded = migrayt_abi_version();
    if (loaded == abi_version) return {};
    return error(error_kind::misuse, "the library's ABI has version " + std::to_string(loaded) +
                                         ", and the program was built for version " +
                                         std::to_string(abi_version));
}

/// What the library is, as JSON: `version`, `abi`, `features`, `jobs`, `os` and `arch`. The text is
/// there as long as the library. Threads: any.
inline result<std::string_view> try_about() {
    if (const auto fit = try_fit(); !fit) return fit.failure();
    migrayt_bytes about{};
    const auto told = detail::call(migrayt_about, &about);
    if (!told) return told.failure();
    return detail::view(about);
}

#if MIGRAYT_THROWS
/// The same as `try_about`. Throws `error`.
inline std::string_view about() { return try_about().value(); }
#endif

}  // namespace MIGRAYT_FACE
}  // namespace migrayt

#endif
