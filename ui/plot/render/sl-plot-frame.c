/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/render/sl-plot-frame.h"

#include <math.h>
#include <string.h>

#include "ui/plot/render/sl-plot-prefetch.h"
#include "ui/plot/render/sl-plot-cairo.h"
#include "ui/plot/render/sl-plot-gl.h"
#include "ui/plot/render/sl-plot-renderer.h"

/* One for the texture on screen, one for the next, one that a renderer may still hold. */
#define MAX_SPARE 3

/* Frame buffers, shared by the owner and all textures that still exist. */
typedef struct {
  gatomicrefcount refs;
  GMutex lock;          /* textures may be released on a renderer's thread */
  gsize size;
  guint32 *spare[MAX_SPARE];
  guint n_spare;
} Pool;

typedef struct { Pool *pool; guint32 *pixels; gsize size; } Loan;

/* The data of a plot, painted over its background. */
typedef struct {
  SlPlotRaster *raster;
  cairo_surface_t *background;
  SlPlot *plot;               /* a reference; NULL: nothing is begun */
  const SlPlotLayout *layout;
  const SlPlotTheme *theme;
  Loan *loan;
  int width, height, scale;
} Curves;

struct _SlPlotFrames {
  Pool *pool;
  SlPlotRaster *raster;
  Curves begun;
  SlPlotPrefetch *prefetch;
  SlPlotGl *gl;         /* NULL: paint in memory */
  cairo_surface_t *background;
  int scale;
};

static void
pool_unref (Pool *pool)
{
  if (!g_atomic_ref_count_dec (&pool->refs))
    return;
  for (guint i = 0; i < pool->n_spare; i++)
    g_free (pool->spare[i]);
  g_mutex_clear (&pool->lock);
  g_free (pool);
}

static Loan *
pool_take (Pool *pool, gsize size)
{
  Loan *loan = g_new (Loan, 1);

  *loan = (Loan){ pool, NULL, size };
  g_atomic_ref_count_inc (&pool->refs);
  g_mutex_lock (&pool->lock);
  if (pool->size != size)
    {
      while (pool->n_spare > 0)
        g_free (pool->spare[--pool->n_spare]);
      pool->size = size;
    }
  if (pool->n_spare > 0)
    loan->pixels = pool->spare[--pool->n_spare];
  g_mutex_unlock (&pool->lock);
  if (!loan->pixels)
    loan->pixels = g_malloc (size);
  return loan;
}

static void
loan_return_cb (gpointer data)
{
  Loan *loan = data;
  Pool *pool = loan->pool;

  g_mutex_lock (&pool->lock);
  if (pool->size == loan->size && pool->n_spare < MAX_SPARE)
    pool->spare[pool->n_spare++] = g_steal_pointer (&loan->pixels);
  g_mutex_unlock (&pool->lock);
  g_free (loan->pixels);
  g_free (loan);
  pool_unref (pool);
}

SlPlotFrames *
sl_plot_frames_new (void)
{
  SlPlotFrames *self = g_new0 (SlPlotFrames, 1);

  self->pool = g_new0 (Pool, 1);
  g_atomic_ref_count_init (&self->pool->refs);
  g_mutex_init (&self->pool->lock);
  self->raster = sl_plot_raster_new ();
  return self;
}

static int
pixels_of (double length, int scale)
{
  return MAX (1, (int) ceil (length * scale));
}

/* Paints grid and axes unless they are kept from an earlier frame. FALSE where there is no memory for it. */
static gboolean
ensure_background (SlPlotFrames *self, SlPlot *plot, const SlPlotLayout *layout, const SlPlotTheme *theme,
                   int scale)
{
  if (self->background && self->scale != scale)
    sl_plot_frames_forget (self);
  if (!self->background)
    {
      cairo_t *cr;

      self->scale = scale;
      self->background = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, pixels_of (layout->width, scale),
                                                     pixels_of (layout->height, scale));
      cairo_surface_set_device_scale (self->background, scale, scale);
      cr = cairo_create (self->background);
      sl_plot_cairo_draw (cr, plot, layout, theme, NULL, 1.0 / scale, SL_PLOT_PART_GRID | SL_PLOT_PART_AXES);
      cairo_destroy (cr);
      cairo_surface_flush (self->background);
    }
  return cairo_surface_status (self->background) == CAIRO_STATUS_SUCCESS;
}

static void
curves_begin (SlPlotFrames *self, SlPlot *plot, const SlPlotLayout *layout, const SlPlotTheme *theme,
              int scale)
{
  const int width = pixels_of (layout->width, scale), height = pixels_of (layout->height, scale);

  self->begun = (Curves){ self->raster, self->background, sl_plot_ref (plot), layout, theme,
                          pool_take (self->pool, (gsize) width * 4 * height), width, height, scale };
}

/* Runs on any thread. */
static void
curves_paint (gpointer data)
{
  Curves *curves = data;
  const gsize size = (gsize) curves->width * 4 * curves->height;

  if (cairo_surface_status (curves->background) == CAIRO_STATUS_SUCCESS)
    memcpy (curves->loan->pixels, cairo_image_surface_get_data (curves->background), size);
  else
    memset (curves->loan->pixels, 0, size);
  sl_plot_raster_draw (curves->raster, curves->plot, curves->layout, curves->theme, curves->loan->pixels,
                       curves->width, curves->height, curves->width, curves->scale);
}

/* Ends what was begun, if anything. Returns the painted pixels, or NULL where they are not needed or nothing
 * was begun. */
static Loan *
curves_end (SlPlotFrames *self, gboolean needed)
{
  const gboolean done = sl_plot_prefetch_end (g_steal_pointer (&self->prefetch));
  Loan *loan;

  if (self->begun.loan && needed && !done)
    curves_paint (&self->begun);
  loan = g_steal_pointer (&self->begun.loan);
  g_clear_pointer (&self->begun.plot, sl_plot_unref);
  if (loan && !needed)
    loan_return_cb (g_steal_pointer (&loan));
  return loan;
}

void
sl_plot_frames_forget (SlPlotFrames *self)
{
  curves_end (self, FALSE);
  g_clear_pointer (&self->background, cairo_surface_destroy);
}

void
sl_plot_frames_free (SlPlotFrames *self)
{
  sl_plot_frames_forget (self);
  g_clear_pointer (&self->gl, sl_plot_gl_free);
  sl_plot_raster_free (self->raster);
  pool_unref (self->pool);
  g_free (self);
}

void
sl_plot_frames_set_device (SlPlotFrames *self, SlGlDevice *device)
{
  if (device == (self->gl ? sl_plot_gl_get_device (self->gl) : NULL))
    return;
  curves_end (self, FALSE);
  g_clear_pointer (&self->gl, sl_plot_gl_free);
  if (device)
    self->gl = sl_plot_gl_new (device);
}

/* NULL where the device fails; it is not used again. */
static GdkTexture *
paint_with_gl (SlPlotFrames *self, SlPlot *plot, const SlPlotLayout *layout, const SlPlotTheme *theme,
               SlPlotLabels *labels, int scale, int width, int height)
{
  const GArray *placed = sl_plot_labels_place (labels, plot, layout);
  g_autofree SlGlImage *images = g_new (SlGlImage, placed->len + 1);
  g_autoptr (GError) error = NULL;
  GdkTexture *texture;

  images[0] = (SlGlImage){ self->background, 0, 0, FALSE };
  for (guint i = 0; i < placed->len; i++)
    {
      SlGlImage *image = &images[i + 1];

      image->above = TRUE;
      image->surface =
          sl_plot_labels_tile (labels, &g_array_index (placed, SlPlotLabel, i), scale, &image->x, &image->y);
    }
  texture =
      sl_plot_gl_paint (self->gl, plot, layout, theme, width, height, scale, images, placed->len + 1, &error);
  if (texture)
    return texture;
  g_clear_pointer (&self->gl, sl_plot_gl_free);
  sl_plot_renderer_fail (sl_plot_renderer_get_default (), error->message);
  return NULL;
}

GdkTexture *
sl_plot_frames_paint (SlPlotFrames *self, SlPlot *plot, const SlPlotLayout *layout, const SlPlotTheme *theme,
                      SlPlotLabels *labels, int scale, cairo_surface_t **surface)
{
  const int width = pixels_of (layout->width, scale), height = pixels_of (layout->height, scale);
  const gsize stride = (gsize) width * 4;
  const Curves *begun = &self->begun;
  const GArray *placed;
  g_autoptr (GBytes) bytes = NULL;
  GdkTexture *texture;
  Loan *loan;

  ensure_background (self, plot, layout, theme, scale);
  if (surface)
    *surface = NULL;
  if (self->gl && (texture = paint_with_gl (self, plot, layout, theme, labels, scale, width, height)))
    return texture;

  if (begun->plot
      && (begun->plot != plot || begun->layout != layout || begun->theme != theme || begun->scale != scale))
    curves_end (self, FALSE);
  if (!begun->plot)
    curves_begin (self, plot, layout, theme, scale);
  placed = sl_plot_labels_place (labels, plot, layout);
  loan = curves_end (self, TRUE);
  for (guint i = 0; i < placed->len; i++)
    {
      int x, y;
      cairo_surface_t *tile =
          sl_plot_labels_tile (labels, &g_array_index (placed, SlPlotLabel, i), scale, &x, &y);

      const guint32 *source = (const guint32 *) (gpointer) cairo_image_surface_get_data (tile);

      sl_plot_raster_blit (loan->pixels, width, height, width, source, cairo_image_surface_get_width (tile),
                           cairo_image_surface_get_height (tile), cairo_image_surface_get_stride (tile) / 4,
                           x, y);
    }
  bytes = g_bytes_new_with_free_func (loan->pixels, stride * height, loan_return_cb, loan);
  if (surface)
    {
      static const cairo_user_data_key_t key;

      *surface = cairo_image_surface_create_for_data ((guchar *) loan->pixels, CAIRO_FORMAT_ARGB32, width,
                                                      height, (int) stride);
      cairo_surface_set_user_data (*surface, &key, g_bytes_ref (bytes), (cairo_destroy_func_t) g_bytes_unref);
    }
  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

void
sl_plot_frames_begin (SlPlotFrames *self, SlPlot *plot, const SlPlotLayout *layout, const SlPlotTheme *theme,
                      int scale)
{
  curves_end (self, FALSE);
  if (self->gl || !ensure_background (self, plot, layout, theme, scale))
    return;
  curves_begin (self, plot, layout, theme, scale);
  self->prefetch = sl_plot_prefetch_begin (curves_paint, &self->begun);
}
