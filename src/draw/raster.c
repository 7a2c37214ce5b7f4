#include "draw/raster.h"

#include "draw/raster_parts.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { MAX_THREADS = 8, MAX_BANDS = 64, BAND_ROWS = 64 };

typedef Array(uint32_t) ItemNumbers;

/* What the threads of one picture share; written by the first pass only. */
typedef struct Job {
    PixelBuffer *target;
    PixelRect damage;
    float scale;
    uint32_t background;
    int bands;
    int band_rows;
    atomic_int next_band;
} Job;

struct Raster {
    MaskTable *masks;
    uint8_t tones[2][256];
    Arena arena; /* parts of the items, for one picture */
    Array(RasterItem) items;
    Array(PixelRect) clips;
    ItemNumbers bands[MAX_BANDS]; /* the items of each band, in order */
    Worker workers[MAX_THREADS];
    Job job;
    int helpers; /* threads besides the caller */
    pthread_t threads[MAX_THREADS];
    pthread_mutex_t lock;
    pthread_cond_t start, done;
    unsigned round; /* counts pictures; guarded by lock, as is what follows */
    int busy;
    bool closing;
};

bool pixel_buffer_resize(PixelBuffer *buffer, int width, int height) {
    assert(width > 0 && height > 0 && width <= PIXEL_BUFFER_LIMIT && height <= PIXEL_BUFFER_LIMIT);
    if (buffer->pixels && buffer->width == width && buffer->height == height) return false;
    pixel_buffer_deinit(buffer);
    buffer->pixels = memory_alloc((size_t)width * (size_t)height * sizeof *buffer->pixels);
    buffer->width = width;
    buffer->height = height;
    return true;
}

void pixel_buffer_deinit(PixelBuffer *buffer) {
    memory_free(buffer->pixels);
    *buffer = (PixelBuffer){0};
}

PixelRect pixel_rect_around(Rect rect, float scale) {
    return (PixelRect){pixel_floor(rect.x * scale), pixel_floor(rect.y * scale),
                       pixel_ceil((rect.x + rect.w) * scale),
                       pixel_ceil((rect.y + rect.h) * scale)};
}

PixelRect pixel_rect_intersection(PixelRect a, PixelRect b) {
    return (PixelRect){a.x0 > b.x0 ? a.x0 : b.x0, a.y0 > b.y0 ? a.y0 : b.y0,
                       a.x1 < b.x1 ? a.x1 : b.x1, a.y1 < b.y1 ? a.y1 : b.y1};
}

PixelRect pixel_rect_union(PixelRect a, PixelRect b) {
    if (pixel_rect_is_empty(a)) return b;
    if (pixel_rect_is_empty(b)) return a;
    return (PixelRect){a.x0 < b.x0 ? a.x0 : b.x0, a.y0 < b.y0 ? a.y0 : b.y0,
                       a.x1 > b.x1 ? a.x1 : b.x1, a.y1 > b.y1 ? a.y1 : b.y1};
}

bool pixel_rect_is_empty(PixelRect rect) {
    return rect.x1 <= rect.x0 || rect.y1 <= rect.y0;
}

/* Gives the scratch memory room for a band; it is all zero before and after. */
static void worker_prepare(Worker *worker, int width, int rows) {
    worker->coverage_stride = (width + 15) & ~7;
    size_t bytes = (size_t)worker->coverage_stride * (size_t)rows;
    if (bytes > worker->capacity) {
        memory_free(worker->coverage);
        worker->coverage = memory_alloc(bytes);
        worker->capacity = bytes;
    }
    if ((size_t)rows > worker->row_capacity) {
        memory_free(worker->row_first);
        memory_free(worker->row_last);
        worker->row_first = memory_alloc((size_t)rows * sizeof(int));
        worker->row_last = memory_alloc((size_t)rows * sizeof(int));
        worker->row_capacity = (size_t)rows;
    }
    if ((size_t)width + 8 > worker->float_capacity) {
        memory_free(worker->accumulator);
        worker->float_capacity = (size_t)width + 8;
        worker->accumulator = memory_alloc(worker->float_capacity * sizeof(float));
    }
    for (int i = 0; i < rows; i++) {
        worker->row_first[i] = width;
        worker->row_last[i] = 0;
    }
}

static void worker_deinit(Worker *worker) {
    memory_free(worker->coverage);
    memory_free(worker->row_first);
    memory_free(worker->row_last);
    memory_free(worker->accumulator);
    array_deinit(&worker->points);
}

static void draw_item(const Band *band, const RasterItem *item) {
    switch (item->command->kind) {
    case DRAW_BOX: raster_box(band, item); break;
    case DRAW_LINE: raster_line(band, item); break;
    case DRAW_CIRCLE: raster_circle(band, item); break;
    case DRAW_CURVE: raster_curve(band, item); break;
    case DRAW_POLYGON: raster_polygon(band, item); break;
    case DRAW_TEXT: raster_text(band, item); break;
    case DRAW_DOT_GRID: raster_dots(band, item); break;
    default: break;
    }
}

static void draw_band(const Raster *raster, const Job *job, Worker *worker, int number) {
    PixelRect rect = job->damage;
    rect.y0 = job->damage.y0 + number * job->band_rows;
    if (rect.y0 + job->band_rows < rect.y1) rect.y1 = rect.y0 + job->band_rows;
    Band band = {.pixels = job->target->pixels,
                 .stride = job->target->width,
                 .width = job->target->width,
                 .rect = rect,
                 .scale = job->scale,
                 .worker = worker};
    for (int y = rect.y0; y < rect.y1; y++) {
        uint32_t *row = band_row(&band, y);
        for (int x = rect.x0; x < rect.x1; x++) row[x] = job->background;
    }
    const ItemNumbers *numbers = &raster->bands[number];
    for (size_t i = 0; i < numbers->count; i++)
        draw_item(&band, &raster->items.items[numbers->items[i]]);
}

static void draw_bands(Raster *raster, Worker *worker) {
    Job *job = &raster->job;
    worker_prepare(worker, job->target->width, job->band_rows);
    for (;;) {
        int number = atomic_fetch_add(&job->next_band, 1);
        if (number >= job->bands) return;
        draw_band(raster, job, worker, number);
    }
}

typedef struct HelperStart {
    Raster *raster;
    Worker *worker;
} HelperStart;

static void *help(void *argument) {
    HelperStart start = *(HelperStart *)argument;
    memory_free(argument);
    Raster *raster = start.raster;
    unsigned seen = 0;
    pthread_mutex_lock(&raster->lock);
    for (;;) {
        while (raster->round == seen && !raster->closing)
            pthread_cond_wait(&raster->start, &raster->lock);
        if (raster->closing) break;
        seen = raster->round;
        pthread_mutex_unlock(&raster->lock);
        draw_bands(raster, start.worker);
        pthread_mutex_lock(&raster->lock);
        if (--raster->busy == 0) pthread_cond_signal(&raster->done);
    }
    pthread_mutex_unlock(&raster->lock);
    return NULL;
}

Raster *raster_create(int threads) {
    if (threads <= 0) {
        long processors = sysconf(_SC_NPROCESSORS_ONLN);
        threads = processors < 1 ? 1 : processors > 4 ? 4 : (int)processors;
    }
    if (threads > MAX_THREADS) threads = MAX_THREADS;
    Raster *raster = memory_alloc(sizeof *raster);
    raster->masks = mask_table_create();
    text_tones_make(raster->tones);
    pthread_mutex_init(&raster->lock, NULL);
    pthread_cond_init(&raster->start, NULL);
    pthread_cond_init(&raster->done, NULL);
    for (int i = 1; i < threads; i++) {
        HelperStart *start = memory_alloc(sizeof *start);
        *start = (HelperStart){raster, &raster->workers[i]};
        if (pthread_create(&raster->threads[raster->helpers], NULL, help, start) != 0) {
            memory_free(start);
            break;
        }
        raster->helpers++;
    }
    return raster;
}

void raster_destroy(Raster *raster) {
    if (!raster) return;
    pthread_mutex_lock(&raster->lock);
    raster->closing = true;
    pthread_cond_broadcast(&raster->start);
    pthread_mutex_unlock(&raster->lock);
    for (int i = 0; i < raster->helpers; i++) pthread_join(raster->threads[i], NULL);
    pthread_mutex_destroy(&raster->lock);
    pthread_cond_destroy(&raster->start);
    pthread_cond_destroy(&raster->done);
    for (int i = 0; i < MAX_THREADS; i++) worker_deinit(&raster->workers[i]);
    for (int i = 0; i < MAX_BANDS; i++) array_deinit(&raster->bands[i]);
    array_deinit(&raster->items);
    array_deinit(&raster->clips);
    arena_deinit(&raster->arena);
    mask_table_destroy(raster->masks);
    memory_free(raster);
}

/* The pixels an item may touch; text and boxes know them exactly, for others it is `around`. */
static PixelRect item_bounds(const RasterItem *item, PixelRect around) {
    const DrawCommand *command = item->command;
    if (command->kind == DRAW_TEXT) {
        const TextItem *text = item->text;
        return (PixelRect){text->x, text->y, text->x + text->bitmap.width,
                           text->y + text->bitmap.height};
    }
    if (command->kind == DRAW_BOX) {
        const BoxItem *box = item->box;
        if (!box->shadow) return box->rect;
        int reach = box->shadow->reach;
        PixelRect shadow = {box->rect.x0 - reach, box->rect.y0 - reach + box->shadow_y,
                            box->rect.x1 + reach, box->rect.y1 + reach + box->shadow_y};
        return pixel_rect_union(box->rect, shadow);
    }
    return around;
}

static void add_item(Raster *raster, RasterItem item, PixelRect clip, PixelRect around) {
    const Job *job = &raster->job;
    item.area = pixel_rect_intersection(item_bounds(&item, around), clip);
    if (pixel_rect_is_empty(item.area)) return;
    array_push(&raster->items, item);
    int first = (item.area.y0 - job->damage.y0) / job->band_rows;
    int last = (item.area.y1 - 1 - job->damage.y0) / job->band_rows;
    for (int band = first; band <= last; band++)
        array_push(&raster->bands[band], (uint32_t)(raster->items.count - 1));
}

static void make_items(Raster *raster, const DrawList *list, const TextMeasure *measure) {
    const Job *job = &raster->job;
    PixelRect clip = job->damage;
    array_clear(&raster->clips);
    for (size_t i = 0; i < list->commands.count; i++) {
        const DrawCommand *command = &list->commands.items[i];
        RasterItem item = {.command = command};
        switch (command->kind) {
        case DRAW_CLIP_PUSH: {
            array_push(&raster->clips, clip);
            Rect r = command->clip.rect;
            PixelRect rect = {pixel_round(r.x * job->scale), pixel_round(r.y * job->scale),
                              pixel_round((r.x + r.w) * job->scale),
                              pixel_round((r.y + r.h) * job->scale)};
            clip = pixel_rect_intersection(clip, rect);
            continue;
        }
        case DRAW_CLIP_POP:
            assert(raster->clips.count);
            clip = array_pop(&raster->clips);
            continue;
        case DRAW_GROUP_BEGIN:
        case DRAW_GROUP_END: continue;
        default: break;
        }
        /* A rough test before anything is looked up, with room for what is moved to whole pixels.
         */
        PixelRect around = pixel_rect_around(draw_command_bounds(command), job->scale);
        around = (PixelRect){around.x0 - 2, around.y0 - 2, around.x1 + 2, around.y1 + 2};
        if (pixel_rect_is_empty(pixel_rect_intersection(around, clip))) continue;
        if (command->kind == DRAW_BOX) {
            item.box = box_item(&raster->arena, raster->masks, command, job->scale);
            if (!item.box) continue;
        } else if (command->kind == DRAW_TEXT) {
            item.text = text_item(&raster->arena, command, job->scale, measure, raster->tones);
            if (!item.text) continue;
        }
        add_item(raster, item, clip, around);
    }
}

void raster_draw(Raster *raster, PixelBuffer *target, const DrawList *list, float scale,
                 Color background, const TextMeasure *measure, PixelRect damage) {
    damage = pixel_rect_intersection(damage, pixel_rect_all(target));
    if (pixel_rect_is_empty(damage)) return;
    int rows = damage.y1 - damage.y0;
    Job *job = &raster->job;
    job->target = target;
    job->damage = damage;
    job->scale = scale;
    job->background = pixel_of(background);
    job->band_rows = rows > BAND_ROWS * MAX_BANDS ? (rows + MAX_BANDS - 1) / MAX_BANDS : BAND_ROWS;
    job->bands = (rows + job->band_rows - 1) / job->band_rows;
    atomic_store(&job->next_band, 0);
    arena_reset(&raster->arena);
    array_clear(&raster->items);
    for (int i = 0; i < job->bands; i++) array_clear(&raster->bands[i]);
    mask_table_trim(raster->masks);
    if (measure->frame) measure->frame(measure->context);
    make_items(raster, list, measure);

    bool alone = job->bands == 1 || raster->helpers == 0;
    if (!alone) {
        pthread_mutex_lock(&raster->lock);
        raster->busy = raster->helpers;
        raster->round++;
        pthread_cond_broadcast(&raster->start);
        pthread_mutex_unlock(&raster->lock);
    }
    draw_bands(raster, &raster->workers[0]);
    if (!alone) {
        pthread_mutex_lock(&raster->lock);
        while (raster->busy > 0) pthread_cond_wait(&raster->done, &raster->lock);
        pthread_mutex_unlock(&raster->lock);
    }
}
