# What `cmake --install` puts where, and the packages that CPack makes of it; see README.md here.
#
# Paths are relative to the prefix, and the program finds its assets from where it lies itself, so
# that an installed tree can be moved as a whole.

include(GNUInstallDirs)

set(LASTREF_RELEASE_DATE 2026-11-28) # of this version
set(LASTREF_REVISION 0lastref1)      # of the package; Debian counts its own from 1
set(LASTREF_HOMEPAGE "" CACHE STRING
    "Where this source tree can be seen; empty: nowhere yet, and nothing says so")
set(LASTREF_COMPONENT org.example.lastref CACHE STRING
    "AppStream's name of the program: a domain reversed, and the program")
set(LASTREF_CONTACT "Lastref developers <lastref@lastref.example>" CACHE STRING
    "Who made the package, with an address of mail")

set(packaging ${PROJECT_SOURCE_DIR}/packaging)
set(packed ${PROJECT_BINARY_DIR}/packaging)
set(CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ
    GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

# A text as `gzip` packs it, the same each time.
find_program(GZIP gzip REQUIRED)
function(pack_text source name)
  add_custom_command(OUTPUT ${packed}/${name}.gz DEPENDS ${source}
                     COMMAND ${GZIP} -9nc ${source} > ${packed}/${name}.gz VERBATIM)
  set_property(GLOBAL APPEND PROPERTY packed_texts ${packed}/${name}.gz)
endfunction()

configure_file(${packaging}/lastref.1.in ${packed}/lastref.1 @ONLY)
# What needs an address is told where there is one: AppStream takes pictures from the web alone.
if(LASTREF_HOMEPAGE)
  file(READ ${packaging}/desktop/addresses.xml.in addresses)
  string(CONFIGURE "${addresses}" LASTREF_ADDRESSES @ONLY)
endif()
configure_file(${packaging}/desktop/lastref.metainfo.xml.in
               ${packed}/${LASTREF_COMPONENT}.metainfo.xml @ONLY)
configure_file(${packaging}/debian/changelog.in ${packed}/changelog @ONLY)
pack_text(${packed}/lastref.1 lastref.1)
pack_text(${packed}/changelog changelog.Debian)
get_property(packed_texts GLOBAL PROPERTY packed_texts)
add_custom_target(packed-texts ALL DEPENDS ${packed_texts})

# ---- the tree ----

install(TARGETS lastref)

# Every folder of assets that the program reads; pictures and icons are for others.
file(GLOB asset_folders RELATIVE ${PROJECT_SOURCE_DIR}/assets CONFIGURE_DEPENDS
     ${PROJECT_SOURCE_DIR}/assets/*)
list(REMOVE_ITEM asset_folders icons pictures languages)
foreach(folder ${asset_folders})
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/assets/${folder}
          DESTINATION ${CMAKE_INSTALL_DATADIR}/lastref
          FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ
          PATTERN __pycache__ EXCLUDE)
endforeach()
# Catalogues, where some were built.
install(DIRECTORY ${PROJECT_BINARY_DIR}/languages/ DESTINATION ${CMAKE_INSTALL_LOCALEDIR} OPTIONAL
        FILES_MATCHING PATTERN lastref.mo)

install(DIRECTORY ${PROJECT_SOURCE_DIR}/assets/icons/hicolor
        DESTINATION ${CMAKE_INSTALL_DATADIR}/icons
        FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
install(FILES ${packaging}/desktop/lastref.desktop
        DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES ${packed}/${LASTREF_COMPONENT}.metainfo.xml
        DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
install(FILES ${packaging}/desktop/lastref.mime.xml
        DESTINATION ${CMAKE_INSTALL_DATADIR}/mime/packages RENAME lastref.xml)
install(FILES ${packaging}/completion/lastref
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${packed}/lastref.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${packed}/changelog.Debian.gz ${packaging}/debian/copyright
        DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/lastref)
# How lessons are written is told to those who have the program only, too.
install(FILES ${PROJECT_SOURCE_DIR}/src/lesson/README.md
        DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/lastref RENAME lessons.md)

# ---- packages ----

set(CPACK_GENERATOR DEB TGZ)
set(CPACK_PACKAGE_NAME lastref)
set(CPACK_PACKAGE_VENDOR "Lastref developers")
set(CPACK_PACKAGE_CONTACT ${LASTREF_CONTACT})
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "see how Python manages memory")
set(CPACK_PACKAGE_FILE_NAME lastref-${PROJECT_VERSION}-${CMAKE_SYSTEM_PROCESSOR})
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE ${LASTREF_REVISION})
set(CPACK_DEBIAN_PACKAGE_SECTION education)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_HOMEPAGE ${LASTREF_HOMEPAGE})
# Any font does; these are the ones that the window is drawn for.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "fonts-inter, fonts-jetbrains-mono, fonts-dejavu-core")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "python3 (>= 3.11), xclip, wl-clipboard, dbus-bin | libglib2.0-bin, fonts-noto-cjk, fonts-symbola")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
    "A Python script runs beside its picture: the stack of frames, the private heap,
every reference an arrow, every object wearing its refcount. The numbers are
those of CPython 3.11, not an illustration.
.
One steps forwards and backwards through time and into a garbage collection,
sees who holds an object, and changes the heap by hand: each gesture is a
Python statement, and can be undone. Lessons ask before they show. Pictures of
any step are made from the window or the command line.")
include(CPack)
