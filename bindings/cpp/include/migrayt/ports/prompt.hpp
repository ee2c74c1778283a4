// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// A person to ask for secrets.

#ifndef MIGRAYT_PORTS_PROMPT_HPP
#define MIGRAYT_PORTS_PROMPT_HPP

#include <string_view>

#include "../detail/methods.hpp"

namespace migrayt {
inline namespace MIGRAYT_FACE {
namespace ports {

/// Secrets that the configuration leaves to a `prompt`. Called by whichever thread serves the run,
/// one question after the other.
class prompt {
public:
    /// The name by which questions name this port.
    static constexpr std::string_view port_name = "prompt";

    virtual ~prompt() = default;

    /// The secret that `wanted` names, in the answer's bytes; none if there is no answer.
    virtual answer ask(const question& asked) = 0;

    /// Puts a question to the method that it names; `Unsupported` if there is none.
    answer dispatch(const question& asked) {
        static constexpr detail::method<prompt> methods[] = {
            {"ask", &prompt::ask},
        };
        return detail::choose(*this, methods, asked);
    }
};

}  // namespace ports
}  // namespace MIGRAYT_FACE
}  // namespace migrayt

#endif
