// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// A journal of the host's own.

#ifndef MIGRAYT_PORTS_JOURNAL_HPP
#define MIGRAYT_PORTS_JOURNAL_HPP

#include <string_view>

#include "../detail/methods.hpp"

namespace migrayt {
inline namespace MIGRAYT_FACE {
namespace ports {

/// Rows of texts under keys, each tenant's apart, where `ports.journal` is `host`. Called by
/// whichever thread serves the run, one question after the other.
class journal {
public:
    /// The name by which questions name this port.
    static constexpr std::string_view port_name = "journal";

    virtual ~journal() = default;

    /// Whether rows outlive the process, and in the answer's bytes the key of 32 bytes.
    virtual answer describe(const question& asked) = 0;

    /// The values of some keys, all of one moment.
    virtual answer get(const question& asked) = 0;

    /// The first rows of a range, in the order of their keys' bytes.
    virtual answer scan(const question& asked) = 0;

    /// Writes all, if all that it checks is as it says; otherwise nothing.
    virtual answer commit(const question& asked) = 0;

    /// Puts a question to the method that it names; `Unsupported` if there is none.
    answer dispatch(const question& asked) {
        static constexpr detail::method<journal> methods[] = {
            {"describe", &journal::describe},
            {"get", &journal::get},
            {"scan", &journal::scan},
            {"commit", &journal::commit},
        };
        return detail::choose(*this, methods, asked);
    }
};

}  // namespace ports
}  // namespace MIGRAYT_FACE
}  // namespace migrayt

#endif
