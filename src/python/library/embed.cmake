# Turns the Python files of src/python/library and the record of imports into one C file:
# cmake -DOUT=... -DFILES=a.py,b.py -DRECORD=imports.txt -P
set(text "/* Made by src/python/library/embed.cmake. */\n#include \"python/import_books.h\"\n#include \"python/library.h\"\n\n")
set(rows "")
string(REPLACE "," ";" files "${FILES}")
foreach(file ${files})
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND text "static const char library_${name}[] = {${bytes}0};\n")
  string(APPEND rows "    {\"${name}\", library_${name}, sizeof library_${name} - 1},\n")
endforeach()
string(APPEND text "\nconst LibrarySource library_sources[] = {\n${rows}    {0},\n};\n")

file(READ ${RECORD} record)
string(REGEX REPLACE "([^ \n]+) ([^\n]+)\n" "    {\"\\1\", \"\\2\"},\n" rows "${record}")
string(APPEND text "\n#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n")
string(APPEND text "const ImportRecord import_records[] = {\n${rows}    {0},\n};\n")
file(WRITE ${OUT} "${text}")
