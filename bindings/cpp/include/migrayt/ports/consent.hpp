// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// A person who consents.

#ifndef MIGRAYT_PORTS_CONSENT_HPP
#define MIGRAYT_PORTS_CONSENT_HPP

#include <string_view>

#include "../detail/methods.hpp"

namespace migrayt {
inline namespace MIGRAYT_FACE {
namespace ports {

/// Brings a person to a tracker and back, for the job `connect`. Called by whichever thread serves
/// the run, one question after the other.
class consent {
public:
    /// The name by which questions name this port.
    static constexpr std::string_view port_name = "consent";

    virtual ~consent() = default;

    /// Shows the address `url`, and answers with the query of the request to `redirect`, in bytes.
    virtual answer ask(const question& asked) = 0;

    /// Puts a question to the method that it names; `Unsupported` if there is none.
    answer dispatch(const question& asked) {
        static constexpr detail::method<consent> methods[] = {
            {"ask", &consent::ask},
        };
        return detail::choose(*this, methods, asked);
    }
};

}  // namespace ports
}  // namespace MIGRAYT_FACE
}  // namespace migrayt

#endif
