// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// A tracker to be written. It keeps what it is given and gives it back.

#ifndef CONFORMANCE_HOST_TARGET_HPP
#define CONFORMANCE_HOST_TARGET_HPP

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "streams.hpp"

namespace conformance {

class target : public migrayt::ports::target {
public:
    target(const json& made_of, const json& with);

    migrayt::answer describe(const migrayt::question& asked) override;
    migrayt::answer catalog(const migrayt::question& asked) override;
    migrayt::answer high_water(const migrayt::question& asked) override;
    migrayt::answer apply(const migrayt::question& asked) override;
    migrayt::answer read_back(const migrayt::question& asked) override;
    migrayt::answer sweep(const migrayt::question& asked) override;
    migrayt::answer attach_begin(const migrayt::question& asked) override;
    migrayt::answer attach_piece(const migrayt::question& asked) override;
    migrayt::answer attach_end(const migrayt::question& asked) override;
    migrayt::answer attach_abort(const migrayt::question& asked) override;
    migrayt::answer properties(const migrayt::question& asked) override;
    migrayt::answer prepare(const migrayt::question& asked) override;
    migrayt::answer open(const migrayt::question& asked) override;
    migrayt::answer pull(const migrayt::question& asked) override;
    migrayt::answer close(const migrayt::question& asked) override;

    /// What it was given: `items`, `files`, `bytes`.
    json counted() const;

private:
    struct upload {
        json order;
        std::string bytes;
        std::uint64_t size = 0;
    };

    json carry_out(const json& order);
    json create(const json& order);
    json change(const json& order, std::uint64_t own);
    void link(const json& order, std::uint64_t own);
    void rank(std::uint64_t own, std::uint64_t after);
    json nodes() const;
    std::uint64_t of(const json& named) const;
    std::optional<std::uint64_t> find(const std::string& id) const;

    json made_of_;
    std::optional<std::size_t> page_;
    std::optional<std::uint64_t> largest_file_;
    bool forgets_;
    bool forgets_bytes_;
    bool forgets_all_;

    /// The items as they are read back, by number.
    std::map<std::uint64_t, json> items_;
    std::map<std::pair<std::uint64_t, std::string>, json> properties_;
    /// The backlog: the items' numbers from first to last.
    std::vector<std::uint64_t> order_;
    /// Components, versions and sprints that were prepared.
    json prepared_ = json::array();
    std::map<std::string, std::string> files_;
    std::map<std::string, upload> uploads_;
    streams streams_;
    /// The last number that was given.
    std::uint64_t last_ = 0;
    json counted_ = {{"items", 0}, {"files", 0}, {"bytes", 0}};
};

}  // namespace conformance

#endif
