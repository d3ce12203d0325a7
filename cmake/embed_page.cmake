# Joins the sources of the web page into one document and writes it as a header:
# cmake -DPAGE=mock_server/page -DSTYLES="a.css b.css" -DSCRIPTS="a.js b.js" -DOUTPUT=... -P embed_page.cmake
# Its content security policy lets in exactly these styles and scripts, by their SHA-256.

function(join_files names result)
  separate_arguments(files UNIX_COMMAND "${names}")
  set(text "\n")
  foreach(file IN LISTS files)
    file(READ ${PAGE}/${file} part)
    string(APPEND text "${part}")
  endforeach()
  set(${result} "${text}" PARENT_SCOPE)
endfunction()

# The source of a policy for a text: sha256-BASE64. Three hexadecimal digits are two of base 64; 64 digits need two more.
function(policy_hash text result)
  set(alphabet "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  string(SHA256 digits "${text}")
  string(APPEND digits "00")
  set(base64 "")
  foreach(at RANGE 0 63 3)
    string(SUBSTRING ${digits} ${at} 3 three)
    math(EXPR high "0x${three} >> 6")
    math(EXPR low "0x${three} & 63")
    string(SUBSTRING ${alphabet} ${high} 1 first)
    string(SUBSTRING ${alphabet} ${low} 1 second)
    string(APPEND base64 ${first}${second})
  endforeach()
  string(SUBSTRING ${base64} 0 43 base64)
  set(${result} "sha256-${base64}=" PARENT_SCOPE)
endfunction()

join_files("${STYLES}" style)
join_files("${SCRIPTS}" script)
policy_hash("${style}" style_hash)
policy_hash("${script}" script_hash)
file(READ ${PAGE}/page.html html)
string(REPLACE "@STYLE_HASH@" "${style_hash}" html "${html}")
string(REPLACE "@SCRIPT_HASH@" "${script_hash}" html "${html}")
string(REPLACE "@STYLE@" "${style}" html "${html}")
string(REPLACE "@SCRIPT@" "${script}" html "${html}")

file(WRITE ${OUTPUT}.html "${html}")
file(READ ${OUTPUT}.html bytes HEX)
string(REGEX REPLACE "(................................)" "\\1\n" bytes "${bytes}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
file(WRITE ${OUTPUT} "// Generated from mock_server/page. Do not edit.
#pragma once

namespace sellsign::mock::detail {
inline constexpr char k_page[] = {
${bytes}};
}  // namespace sellsign::mock::detail
")
