// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// What errors and events are: numbers of the C header as types.

#ifndef MIGRAYT_KINDS_HPP
#define MIGRAYT_KINDS_HPP

#include <migrayt.h>

#include <cstdint>
#include <string_view>

#include "detail/face.hpp"

namespace migrayt {
inline namespace MIGRAYT_FACE {

/// What an error is. Later versions of the library may have more kinds; one that this header does
/// not know is `unexpected`, and keeps its number in `error::code()`.
enum class error_kind : std::int32_t {
    unexpected = MIGRAYT_UNEXPECTED,                ///< A fault of the library.
    cancelled = MIGRAYT_CANCELLED,                  ///< The caller asked to stop.
    misuse = MIGRAYT_MISUSE,                        ///< A call that breaks the contract.
    config_invalid = MIGRAYT_CONFIG_INVALID,        ///< A configuration that cannot be used.
    input_invalid = MIGRAYT_INPUT_INVALID,          ///< Data that the operation cannot take.
    unsupported = MIGRAYT_UNSUPPORTED,              ///< An ability that is not there.
    unauthenticated = MIGRAYT_UNAUTHENTICATED,      ///< The credential is not accepted.
    permission_denied = MIGRAYT_PERMISSION_DENIED,  ///< The credential lacks a right.
    needs_consent = MIGRAYT_NEEDS_CONSENT,          ///< A person must consent again.
    not_found = MIGRAYT_NOT_FOUND,                  ///< Not there, or not for this caller.
    already_exists = MIGRAYT_ALREADY_EXISTS,        ///< It exists already.
    conflict = MIGRAYT_CONFLICT,                    ///< Changed since, or of another run.
    rate_limited = MIGRAYT_RATE_LIMITED,            ///< The remote asks to slow down.
    timeout = MIGRAYT_TIMEOUT,                      ///< No answer in time.
    unavailable = MIGRAYT_UNAVAILABLE,              ///< Cannot be reached or cannot answer.
    data_corrupt = MIGRAYT_DATA_CORRUPT,            ///< Does not hold together.
    lease_lost = MIGRAYT_LEASE_LOST,                ///< Another worker took the run over.
    lease_held = MIGRAYT_LEASE_HELD,                ///< Another worker holds the run.
};

/// Whether asking again can help.
enum class retry : std::uint32_t {
    never = 0,    ///< Not without a change.
    backoff = 1,  ///< After a pause of one's own choice.
    after = 2,    ///< After the pause that the remote asked for.
};

/// Whether it may have happened all the same.
enum class effect : std::uint32_t {
    none = 0,     ///< Certainly not.
    unknown = 1,  ///< Perhaps.
};

/// What an event is.
enum class event_kind : std::uint32_t {
    progress = MIGRAYT_PROGRESS,  ///< How far the run has come.
    request = MIGRAYT_REQUEST,    ///< A question to the host.
    state = MIGRAYT_STATE,        ///< The run is ready, paused, held, or goes on.
    log = MIGRAYT_LOG,            ///< A line of the log.
    result = MIGRAYT_RESULT,      ///< The result: the last event.
};

/// The kind's name, as errors and answers write it in JSON: `NotFound`.
constexpr std::string_view name(error_kind kind) noexcept {
    switch (kind) {
        case error_kind::unexpected: return "Unexpected";
        case error_kind::cancelled: return "Cancelled";
        case error_kind::misuse: return "Misuse";
        case error_kind::config_invalid: return "ConfigInvalid";
        case error_kind::input_invalid: return "InputInvalid";
        case error_kind::unsupported: return "Unsupported";
        case error_kind::unauthenticated: return "Unauthenticated";
        case error_kind::permission_denied: return "PermissionDenied";
        case error_kind::needs_consent: return "NeedsConsent";
        case error_kind::not_found: return "NotFound";
        case error_kind::already_exists: return "AlreadyExists";
        case error_kind::conflict: return "Conflict";
        case error_kind::rate_limited: return "RateLimited";
        case error_kind::timeout: return "Timeout";
        case error_kind::unavailable: return "Unavailable";
        case error_kind::data_corrupt: return "DataCorrupt";
        case error_kind::lease_lost: return "LeaseLost";
        case error_kind::lease_held: return "LeaseHeld";
    }
    return "Unexpected";
}

/// The kind of a number of the C header; `unexpected` for one that this header does not know.
constexpr error_kind kind_of(std::int32_t code) noexcept {
    const auto kind = static_cast<error_kind>(code);
    const bool is_known = kind == error_kind::unexpected || name(kind) != "Unexpected";
    return is_known ? kind : error_kind::unexpected;
}

}  // namespace MIGRAYT_FACE
}  // namespace migrayt

#endif
