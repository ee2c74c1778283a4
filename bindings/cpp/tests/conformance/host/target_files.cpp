// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// Files on their way to the target, and those that stand in it.

#include "target.hpp"

namespace conformance {

migrayt::answer target::attach_begin(const migrayt::question& asked) {
    const auto order = arguments(asked).at("order");
    if (!forgets_all_) of(order.at("target"));
    const auto name = "upload-" + std::to_string(++last_);
    uploads_.emplace(name, upload{order, {}, 0});
    return said({{"upload", name}});
}

migrayt::answer target::attach_piece(const migrayt::question& asked) {
    const auto found = uploads_.find(arguments(asked).at("upload").get<std::string>());
    if (found == uploads_.end()) return missing();
    found->second.size += asked.bytes.size();
    if (!forgets_bytes_ && !forgets_all_) found->second.bytes += asked.bytes;
    return {};
}

/// Only now the file stands.
migrayt::answer target::attach_end(const migrayt::question& asked) {
    const auto found = uploads_.find(arguments(asked).at("upload").get<std::string>());
    if (found == uploads_.end()) return missing();
    const auto sent = std::move(found->second);
    uploads_.erase(found);
    const auto part = std::to_string(++last_);
    if (!forgets_all_) {
        items_.at(of(sent.order.at("target")))["attachments"].push_back(
            {{"id", part},
             {"marker", sent.order.at("marker")},
             {"name", sent.order.at("payload").at("name")},
             {"size", sent.size}});
        if (!forgets_bytes_) files_.emplace(part, sent.bytes);
    }
    counted_["files"] = counted_["files"].get<std::uint64_t>() + 1;
    counted_["bytes"] = counted_["bytes"].get<std::uint64_t>() + sent.size;
    return said({{"part", part}});
}

migrayt::answer target::attach_abort(const migrayt::question& asked) {
    uploads_.erase(arguments(asked).at("upload").get<std::string>());
    return {};
}

migrayt::answer target::open(const migrayt::question& asked) {
    if (forgets_bytes_) return migrayt::refusal(migrayt::error_kind::unsupported);
    const auto found = files_.find(arguments(asked).at("file").get<std::string>());
    if (found == files_.end()) return missing();
    return streams_.open(file::of(found->second));
}

migrayt::answer target::pull(const migrayt::question& asked) {
    return streams_.pull(arguments(asked));
}

migrayt::answer target::close(const migrayt::question& asked) {
    return streams_.close(arguments(asked));
}

}  // namespace conformance
