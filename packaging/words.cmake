# The words of the program for translators, as xgettext finds them in src:
#
#     cmake -DSOURCE=TOP -DOUT=FILE.pot [-DCOMMITTED=FILE.pot] -P words.cmake
#
# The same sources give the same bytes: no dates, no lines. With COMMITTED it fails where that file
# is not the same.
file(GLOB_RECURSE sources RELATIVE ${SOURCE} ${SOURCE}/src/*.c ${SOURCE}/src/*.h)
list(SORT sources)
find_program(XGETTEXT xgettext)
if(NOT XGETTEXT)
  message(FATAL_ERROR "xgettext is missing (Debian: gettext)")
endif()
get_filename_component(folder ${OUT} DIRECTORY)
file(MAKE_DIRECTORY ${folder})
execute_process(
  COMMAND
    ${XGETTEXT} --language=C --from-code=UTF-8 --keyword --keyword=_ --keyword=N_ --keyword=translate_many:1,2
    --keyword=N_MANY_:1,2 --add-comments=Translators --add-location=file --sort-by-file
    --package-name=Lastref --output=${OUT} ${sources}
  WORKING_DIRECTORY ${SOURCE}
  RESULT_VARIABLE status)
if(status)
  message(FATAL_ERROR "xgettext failed: ${status}")
endif()
# xgettext's head has the date, and people who are not there.
file(READ ${OUT} words)
string(FIND "${words}" "\n\n" end)
string(SUBSTRING "${words}" ${end} -1 words)
file(WRITE ${OUT} [=[
# The words of Lastref. A translation is a copy of this file, xx.po; README.md tells how.
msgid ""
msgstr ""
"Project-Id-Version: Lastref\n"
"Language: xx\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"]=] "${words}")
if(COMMITTED)
  execute_process(COMMAND ${CMAKE_COMMAND} -E compare_files ${OUT} ${COMMITTED}
                  RESULT_VARIABLE differs)
  if(differs)
    message(FATAL_ERROR "${COMMITTED} is not what the sources say: "
                        "cmake --build BUILD --target words")
  endif()
endif()
