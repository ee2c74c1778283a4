// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// A directory of the host's own.

#ifndef MIGRAYT_PORTS_DIRECTORY_HPP
#define MIGRAYT_PORTS_DIRECTORY_HPP

#include <string_view>

#include "../detail/methods.hpp"

namespace migrayt {
inline namespace MIGRAYT_FACE {
namespace ports {

/// Whose tokens are whose, where `ports.directory` is `host`. Called by whichever thread serves the
/// run, one question after the other.
class directory {
public:
    /// The name by which questions name this port.
    static constexpr std::string_view port_name = "directory";

    virtual ~directory() = default;

    /// Who showed the token in the question's bytes: tenant, account, role, enabled; or null.
    virtual answer look_up(const question& asked) = 0;

    /// Puts a question to the method that it names; `Unsupported` if there is none.
    answer dispatch(const question& asked) {
        static constexpr detail::method<directory> methods[] = {
            {"look_up", &directory::look_up},
        };
        return detail::choose(*this, methods, asked);
    }
};

}  // namespace ports
}  // namespace MIGRAYT_FACE
}  // namespace migrayt

#endif
