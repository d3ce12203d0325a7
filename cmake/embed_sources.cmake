# Writes api/sources_data.h from api/sources.json: cmake -DINPUT=... -DOUTPUT=... -P embed_sources.cmake
file(READ ${INPUT} text)
string(JSON count LENGTH "${text}" statements)
math(EXPR last "${count} - 1")
set(rows "")
foreach(i RANGE ${last})
  string(JSON row GET "${text}" statements ${i})
  foreach(key id kind topic origin text)
    string(JSON ${key}_value GET "${row}" ${key})
  endforeach()
  string(APPEND rows "    {R\"~(${id_value})~\", SourceKind::${kind_value}, R\"~(${topic_value})~\", R\"~(${origin_value})~\", R\"~(${text_value})~\"},\n")
endforeach()
file(WRITE ${OUTPUT} "// Generated from api/sources.json. Do not edit.
#pragma once

namespace sellsign::api::detail {
inline constexpr Source k_sources[] = {
${rows}};
}  // namespace sellsign::api::detail
")
