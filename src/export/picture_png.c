#include "export/picture_png.h"

#include "base/memory.h"
#include "base/translate.h"
#include "export/png.h"

enum {
    PIXELS_MAX = 96000000,
    BAND_PIXELS = 300000 /* some milliseconds */
};

struct PicturePng {
    const Figure *figure;
    const TextMeasure *measure;
    float scale;
    PixelBuffer pixels;
    Raster *raster;
    PngWriter *writer;
    int done; /* rows */
};

static PngWriter *begin_file(const PictureFile *file, const Figure *figure, int width, int height,
                             Error *error) {
    PngText texts[6] = {{"Title", text_cstr(&figure->title), false},
                        {"Description", text_cstr(&figure->description), false},
                        {"Software", "Lastref " LASTREF_VERSION, false},
                        {"Source", file->source, false},
                        {"Step", file->step, false}};
    size_t count = 5;
    if (file->document.length) {
        texts[count++] = (PngText){PICTURE_PNG_KEYWORD, file->document.bytes, true};
    }
    return png_writer_create(width, height, file->scale, texts, count, error);
}

PicturePng *picture_png_begin(const PictureFile *file, const Figure *figure,
                              const TextMeasure *measure, Error *error) {
    float wide = figure->size.x * file->scale + 0.5f, high = figure->size.y * file->scale + 0.5f;
    if (!(wide < PIXEL_BUFFER_LIMIT && high < PIXEL_BUFFER_LIMIT && wide * high < PIXELS_MAX)) {
        error_set(error, _("the picture would be too large: %.0f x %.0f pixels"), (double)wide,
                  (double)high);
        return NULL;
    }
    int width = wide < 1 ? 1 : (int)wide, height = high < 1 ? 1 : (int)high;
    PngWriter *writer = begin_file(file, figure, width, height, error);
    if (!writer) return NULL;
    PicturePng *png = memory_alloc(sizeof *png);
    *png =
        (PicturePng){.figure = figure, .measure = measure, .scale = file->scale, .writer = writer};
    pixel_buffer_resize(&png->pixels, width, height);
    png->raster = raster_create(0);
    return png;
}

bool picture_png_is_whole(const PicturePng *png) {
    return png->done == png->pixels.height;
}

bool picture_png_band(PicturePng *png, Error *error) {
    int width = png->pixels.width, rows = BAND_PIXELS / width + 1, from = png->done;
    int to = from + rows < png->pixels.height ? from + rows : png->pixels.height;
    raster_draw(png->raster, &png->pixels, &png->figure->list, png->scale, png->figure->background,
                png->measure, (PixelRect){0, from, width, to});
    png->done = to;
    return png_writer_rows(png->writer, png->pixels.pixels + (size_t)from * (size_t)width,
                           to - from, error);
}

bool picture_png_finish(PicturePng *png, TextBuffer *out, Error *error) {
    bool ok = png_writer_finish(png->writer, out, error);
    png->writer = NULL;
    picture_png_destroy(png);
    return ok;
}

void picture_png_destroy(PicturePng *png) {
    if (!png) return;
    png_writer_destroy(png->writer);
    raster_destroy(png->raster);
    pixel_buffer_deinit(&png->pixels);
    memory_free(png);
}
