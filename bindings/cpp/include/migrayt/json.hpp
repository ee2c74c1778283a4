// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// As much JSON as a small program needs: reading a member, writing a text. Whoever needs more uses
// a library of their own: jobs, events and results are plain JSON texts.

#ifndef MIGRAYT_JSON_HPP
#define MIGRAYT_JSON_HPP

#include <optional>
#include <string>
#include <string_view>

#include "detail/face.hpp"
#include "detail/scanner.hpp"

namespace migrayt {
inline namespace MIGRAYT_FACE {

/// Reading and writing a little JSON.
namespace json {

/// The value of a member as it stands in the text of an object; nothing if there is no such member.
/// It is a part of `object`, and lasts as long. Of a name that comes twice, the first counts.
inline std::optional<std::string_view> member(std::string_view object, std::string_view name) {
    std::optional<std::string_view> found;
    detail::scanner(object).each_member([&](const std::string& key, std::string_view value) {
        if (key == name) found = value;
        return !found;
    });
    return found;
}

/// A member that is a text, decoded; nothing if there is no such member or if it is no text.
inline std::optional<std::string> text(std::string_view object, std::string_view name) {
    const auto found = member(object, name);
    return found ? detail::scanner(*found).whole_text() : std::nullopt;
}

/// A text as JSON, with its quotation marks. The text is UTF-8.
inline std::string quote(std::string_view text) {
    constexpr char digits[] = "0123456789abcdef";
    std::string quoted = "\"";
    for (const char character : text) {
        const auto code = static_cast<unsigned char>(character);
        if (code == '"' || code == '\\') {
            quoted += {'\\', character};
        } else if (code < 0x20) {
            quoted += "\\u00";
            quoted += {digits[code >> 4], digits[code & 0xf]};
        } else {
            quoted += character;
        }
    }
    return quoted + '"';
}

}  // namespace json
}  // namespace MIGRAYT_FACE
}  // namespace migrayt

#endif
