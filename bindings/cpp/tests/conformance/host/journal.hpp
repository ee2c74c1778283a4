// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// A journal in memory: a table for each tenant.

#ifndef CONFORMANCE_HOST_JOURNAL_HPP
#define CONFORMANCE_HOST_JOURNAL_HPP

#include <map>
#include <string>

#include "json.hpp"

namespace conformance {

class journal : public migrayt::ports::journal {
public:
    explicit journal(const json& made_of);

    migrayt::answer describe(const migrayt::question& asked) override;
    migrayt::answer get(const migrayt::question& asked) override;
    migrayt::answer scan(const migrayt::question& asked) override;
    migrayt::answer commit(const migrayt::question& asked) override;

private:
    /// A text's order is that of its bytes, as the contract wants it.
    using table = std::map<std::string, std::string>;

    table& of(const json& asked);

    std::string key_;
    std::map<std::string, table> tables_;
};

}  // namespace conformance

#endif
