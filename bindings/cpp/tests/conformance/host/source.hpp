// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// A tracker to be read.

#ifndef CONFORMANCE_HOST_SOURCE_HPP
#define CONFORMANCE_HOST_SOURCE_HPP

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "streams.hpp"

namespace conformance {

class source : public migrayt::ports::source {
public:
    source(const json& made_of, const json& with);

    migrayt::answer describe(const migrayt::question& asked) override;
    migrayt::answer catalog(const migrayt::question& asked) override;
    migrayt::answer read(const migrayt::question& asked) override;
    migrayt::answer open(const migrayt::question& asked) override;
    migrayt::answer pull(const migrayt::question& asked) override;
    migrayt::answer close(const migrayt::question& asked) override;

private:
    bool has(std::uint64_t item) const;
    json item(std::uint64_t wanted) const;
    json shown(std::uint64_t wanted, const json& view) const;
    migrayt::answer page(const json& asked) const;

    json made_of_;
    std::size_t page_;
    /// How large the one file is that generated items have.
    std::uint64_t file_size_;
    bool is_generated_;
    bool breaks_off_;
    bool forgets_;
    /// The items' numbers, ascending.
    std::vector<std::uint64_t> numbers_;
    /// Those that are not generated.
    std::map<std::uint64_t, json> items_;
    streams streams_;
};

}  // namespace conformance

#endif
