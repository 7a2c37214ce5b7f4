#include "app/files/picture_rules.h"

#define BIT(part) (1u << PICTURE_##part)

/* What scripts and lessons have no use for either is let through: it says how all is shown. */
static const unsigned SHOWN = BIT(VALUES) | BIT(WITHOUT) | BIT(LEVEL) | BIT(NO_SCENE) | BIT(THEME) |
                              BIT(SIZE) | BIT(SCALE) | BIT(PHASE);

static unsigned parts_of(ExportFormat format) {
    switch (format) {
    case EXPORT_PNG: return BIT(PARTS) - 1;
    case EXPORT_SVG: return (BIT(PARTS) - 1) & ~BIT(SCALE);
    case EXPORT_PDF: return (BIT(PARTS) - 1) & ~BIT(SCALE) & ~BIT(NO_SCENE);
    case EXPORT_GIF:
        return BIT(CROP) | BIT(PRESET) | BIT(CAPTION) | BIT(LEGEND) | BIT(STEPS) | BIT(ONLY) |
               BIT(SELECT) | BIT(HIDE) | BIT(VALUES) | BIT(WITHOUT) | BIT(LEVEL) | BIT(THEME) |
               BIT(SIZE) | BIT(SCALE) | BIT(PHASE);
    case EXPORT_HTML:
        return BIT(LEGEND) | BIT(STEPS) | BIT(ONLY) | BIT(SELECT) | BIT(VALUES) | BIT(WITHOUT) |
               BIT(LEVEL) | BIT(PHASE);
    case EXPORT_DOT:
    case EXPORT_JSON: return BIT(STEPS);
    case EXPORT_PYTHON:
    case EXPORT_LESSON: return SHOWN;
    }
    return 0;
}

PictureClash picture_clash(ExportFormat format, bool content, PicturePart part) {
    if (!(parts_of(format) & 1u << part)) return PICTURE_NOT_OF_FORMAT;
    bool of_content = part == PICTURE_TRANSPARENT || part == PICTURE_WORKSHEET;
    if (of_content && !content) return PICTURE_NOT_OF_WINDOW;
    if (part == PICTURE_HIDE && content) return PICTURE_NOT_OF_CONTENT;
    return PICTURE_GOES;
}
