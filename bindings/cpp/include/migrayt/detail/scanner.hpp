// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// Finds its way through a JSON text without making anything of it. What is no JSON is nothing
// found, and never read beyond its end.

#ifndef MIGRAYT_DETAIL_SCANNER_HPP
#define MIGRAYT_DETAIL_SCANNER_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "face.hpp"

namespace migrayt {
inline namespace MIGRAYT_FACE {
namespace detail {

class scanner {
public:
    explicit scanner(std::string_view json) noexcept : left_(json) {}

    /// Calls `visit(name, value)` for each member of an object, until it says false.
    template <class Visit>
    void each_member(Visit&& visit) {
        if (!take('{')) return;
        do {
            const auto name = text();
            if (!name || !take(':')) return;
            const auto value = skip();
            if (!value || !visit(*name, *value)) return;
        } while (take(','));
    }

    /// The text that this is, and nothing else.
    std::optional<std::string> whole_text() {
        auto found = text();
        space();
        return left_.empty() ? found : std::nullopt;
    }

private:
    void space() noexcept {
        const auto begin = left_.find_first_not_of(" \t\r\n");
        left_.remove_prefix(begin == std::string_view::npos ? left_.size() : begin);
    }

    bool take(char wanted) noexcept {
        space();
        if (left_.empty() || left_.front() != wanted) return false;
        left_.remove_prefix(1);
        return true;
    }

    /// Passes over one value, and tells where it stands.
    std::optional<std::string_view> skip() noexcept {
        space();
        std::size_t length = 0;
        std::size_t depth = 0;
        bool is_quoted = false;
        for (; length < left_.size(); ++length) {
            const char character = left_[length];
            if (is_quoted) {
                if (character == '\\') {
                    ++length;
                } else {
                    is_quoted = character != '"';
                }
                continue;
            }
            if (character == ',' || character == '}' || character == ']') {
                if (depth == 0) break;
                if (character != ',') --depth;
            } else if (character == '{' || character == '[') {
                ++depth;
            }
            is_quoted = character == '"';
        }
        // A text that breaks off has no value that can be told.
        if (is_quoted || depth != 0 || length == 0 || length >= left_.size()) return std::nullopt;
        const auto value = left_.substr(0, length);
        left_.remove_prefix(length);
        return value.substr(0, value.find_last_not_of(" \t\r\n") + 1);
    }

    std::optional<std::string> text() {
        if (!take('"')) return std::nullopt;
        std::string found;
        while (!left_.empty()) {
            const char character = next();
            if (character == '"') return found;
            if (character != '\\') {
                found += character;
            } else if (left_.empty() || !unescape(found)) {
                return std::nullopt;
            }
        }
        return std::nullopt;
    }

    char next() noexcept {
        const char character = left_.front();
        left_.remove_prefix(1);
        return character;
    }

    bool unescape(std::string& into) {
        constexpr std::string_view names = "\"\\/bfnrt";
        constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
        const char character = next();
        if (const auto place = names.find(character); place != std::string_view::npos) {
            into += meant[place];
            return true;
        }
        const auto first = character == 'u' ? unit() : std::nullopt;
        if (!first) return false;
        std::uint32_t point = *first;
        if (point >= 0xd800 && point < 0xdc00) {
            // The first half of a pair; the second one must follow.
            if (left_.substr(0, 2) != "\\u") return false;
            left_.remove_prefix(2);
            const auto second = unit();
            if (!second || *second < 0xdc00 || *second > 0xdfff) return false;
            point = 0x10000 + ((point - 0xd800) << 10) + (*second - 0xdc00);
        } else if (point >= 0xdc00 && point <= 0xdfff) {
            return false;
        }
        encode(point, into);
        return true;
    }

    std::optional<std::uint32_t> unit() noexcept {
        constexpr std::string_view digits = "0123456789abcdef0123456789ABCDEF";
        if (left_.size() < 4) return std::nullopt;
        std::uint32_t found = 0;
        for (int digit = 0; digit < 4; ++digit) {
            const auto place = digits.find(next());
            if (place == std::string_view::npos) return std::nullopt;
            found = found * 16 + static_cast<std::uint32_t>(place % 16);
        }
        return found;
    }

    static void encode(std::uint32_t point, std::string& into) {
        const auto add = [&](std::uint32_t byte) { into += static_cast<char>(byte); };
        const auto more = [&](unsigned shift) { add(0x80 | ((point >> shift) & 0x3f)); };
        if (point < 0x80) {
            add(point);
        } else if (point < 0x800) {
            add(0xc0 | (point >> 6));
            more(0);
        } else if (point < 0x10000) {
            add(0xe0 | (point >> 12));
            more(6);
            more(0);
        } else {
            add(0xf0 | (point >> 18));
            more(12);
            more(6);
            more(0);
        }
    }

    std::string_view left_;
};

}  // namespace detail
}  // namespace MIGRAYT_FACE
}  // namespace migrayt

#endif
