/* Paths of files, as text; nothing is looked up. */
#ifndef LASTREF_BASE_PATH_H
#define LASTREF_BASE_PATH_H

#include "base/text.h"

/* The file's name, without the folders: what is behind the last "/". A part of `path`. */
const char *path_base(const char *path);

/* The path without the ending of its name: "a.b/x.lesson" is "a.b/x". A name that only begins with
 * a dot has no ending, nor has one that only ends with it. A part of `path`. */
Text path_stem(Text path);

#endif
