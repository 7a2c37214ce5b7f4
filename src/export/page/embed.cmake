# Turns the style and the script of exported pages into a C file: cmake -DOUT=... -DFOLDER=... -P
set(text "/* Made by src/export/page/embed.cmake. */\n#include \"export/html_parts.h\"\n\n")
foreach(kind css js)
  file(READ ${FOLDER}/page.${kind} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND text "const char html_page_${kind}[] = {${bytes}0};\n")
endforeach()
file(WRITE ${OUT} "${text}")
