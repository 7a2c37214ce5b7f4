#include "base/path.h"

#include <string.h>

const char *path_base(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

Text path_stem(Text path) {
    size_t dot = path.length;
    while (dot > 0 && path.bytes[dot - 1] != '.' && path.bytes[dot - 1] != '/') dot--;
    bool ends =
        dot > 1 && dot < path.length && path.bytes[dot - 1] == '.' && path.bytes[dot - 2] != '/';
    return ends ? (Text){path.bytes, dot - 1} : path;
}
