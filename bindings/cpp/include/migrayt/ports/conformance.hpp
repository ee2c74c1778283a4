// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// Ports that hold nothing.

#ifndef MIGRAYT_PORTS_CONFORMANCE_HPP
#define MIGRAYT_PORTS_CONFORMANCE_HPP

#include <string_view>

#include "../detail/methods.hpp"

namespace migrayt {
inline namespace MIGRAYT_FACE {
namespace ports {

/// What the job `conformance` asks for between its cases. Called by whichever thread serves the
/// run, one question after the other.
class conformance {
public:
    /// The name by which questions name this port.
    static constexpr std::string_view port_name = "conformance";

    virtual ~conformance() = default;

    /// Makes the port that `port` names anew, so that it holds nothing.
    virtual answer empty(const question& asked) = 0;

    /// Puts a question to the method that it names; `Unsupported` if there is none.
    answer dispatch(const question& asked) {
        static constexpr detail::method<conformance> methods[] = {
            {"empty", &conformance::empty},
        };
        return detail::choose(*this, methods, asked);
    }
};

}  // namespace ports
}  // namespace MIGRAYT_FACE
}  // namespace migrayt

#endif
