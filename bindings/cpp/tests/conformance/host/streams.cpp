// SPDX-License-Identifier: Apache-2.0 OR MIT

#include "streams.hpp"

#include <algorithm>
#include <utility>

namespace conformance {

namespace {

constexpr std::uint64_t piece_length = 64 * 1024;

}  // namespace

file file::of(std::string bytes) {
    const auto size = bytes.size();
    return {size,
            [bytes = std::move(bytes)](std::uint64_t from, std::size_t length) {
                return bytes.substr(static_cast<std::size_t>(from), length);
            },
            false};
}

file file::counting(std::uint64_t size, bool breaks_off) {
    return {size,
            [](std::uint64_t from, std::size_t length) {
                std::string bytes(length, '\0');
                for (auto& byte : bytes) byte = static_cast<char>(from++ % 251);
                return bytes;
            },
            breaks_off};
}

migrayt::answer streams::open(file opened) {
    const auto name = "stream-" + std::to_string(++opened_);
    open_.emplace(name, stream{std::move(opened)});
    return said({{"stream", name}});
}

migrayt::answer streams::pull(const json& asked) {
    const auto found = open_.find(asked.at("stream").get<std::string>());
    if (found == open_.end()) return missing();
    auto& [from, place] = found->second;
    const auto pieces = (from.size + piece_length - 1) / piece_length;
    if (from.breaks_off && place / piece_length == pieces / 2) {
        return migrayt::refusal(migrayt::error_kind::unavailable);
    }
    const auto length = std::min(piece_length, from.size - place);
    auto piece = from.read(place, static_cast<std::size_t>(length));
    place += length;
    const bool is_end = place == from.size;
    if (is_end) open_.erase(found);
    return said({{"end", is_end}}, std::move(piece));
}

migrayt::answer streams::close(const json& asked) {
    open_.erase(asked.at("stream").get<std::string>());
    return {};
}

}  // namespace conformance
