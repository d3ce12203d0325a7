#pragma once

#include <string_view>

#include "http/message.h"
#include "mock_server/journal/journal.h"
#include "mock_server/mock/mock.h"

// What the control API answers about a journal. `query` is the raw query of the request; `now` is what ages
// in it count from. A query, id or body that cannot be read is answered with 400, 404 or 422 and what is
// wrong, as the control API does. Personal fields and tokens are redacted unless the journal's options say
// raw. All of them may be called from any thread.

namespace sellsign::mock {

/// A page of entries, 100 unless the query says otherwise, and the journal's totals.
http::Reply journal_list(const Journal& journal, const QueryPairs& query, Timestamp now);

/// One entry with everything; `id` as it stands in the path.
http::Reply journal_entry(const Journal& journal, std::string_view id);

/// How many entries the filter lets through.
http::Reply journal_count(const Journal& journal, const QueryPairs& query, Timestamp now);

/// Whether what a body describes is in the journal (docs/journal.md): 200 when it is, 409 when not.
http::Reply journal_verify(const Journal& journal, std::string_view body);

/// The entries as an HTTP archive, oldest first. `version` is that of the program.
http::Reply journal_har(const Journal& journal, const QueryPairs& query, Timestamp now,
                        std::string_view version);

/// The entries as a scenario file that a fresh mock with these options answers the same.
http::Reply journal_scenario(const Journal& journal, const QueryPairs& query, Timestamp now,
                             const MockOptions& options);

/// Forgets all entries; answers how many there were.
http::Reply clear_journal(Journal& journal);

}  // namespace sellsign::mock
