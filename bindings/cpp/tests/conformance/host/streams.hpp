// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// Files that are read a piece at a time.

#ifndef CONFORMANCE_HOST_STREAMS_HPP
#define CONFORMANCE_HOST_STREAMS_HPP

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "json.hpp"

namespace conformance {

/// A file that may be larger than anybody wants to hold.
struct file {
    std::uint64_t size = 0;
    /// Gives bytes from a place on.
    std::function<std::string(std::uint64_t from, std::size_t length)> read;
    /// Whether the piece in the middle cannot be read.
    bool breaks_off = false;

    /// A file that is held.
    static file of(std::string bytes);

    /// A file whose byte number k is k modulo 251.
    static file counting(std::uint64_t size, bool breaks_off);
};

class streams {
public:
    migrayt::answer open(file opened);
    migrayt::answer pull(const json& asked);
    migrayt::answer close(const json& asked);

private:
    struct stream {
        file from;
        std::uint64_t place = 0;
    };

    std::map<std::string, stream> open_;
    std::uint64_t opened_ = 0;
};

}  // namespace conformance

#endif
