/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/sl-plot-frame.h"

#include <math.h>
#include <string.h>

#include "ui/plot/sl-plot-cairo.h"
#include "ui/plot/sl-plot-gl.h"
#include "ui/plot/sl-plot-renderer.h"

/* The texture on screen, the next one, and one that a renderer may still hold. */
#define MAX_SPARE 3

/* Shared by the owner and all textures that are still about. */
typedef struct {
  gatomicrefcount refs;
  GMutex lock;          /* textures may be let go on a renderer's thread */
  gsize size;
  guint32 *spare[MAX_SPARE];
  guint n_spare;
} Pool;

typedef struct { Pool *pool; guint32 *pixels; gsize size; } Loan;

struct _SlPlotFrames {
  Pool *pool;
  SlPlotRaster *raster;
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

void
sl_plot_frames_forget (SlPlotFrames *self)
{
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
  g_clear_pointer (&self->gl, sl_plot_gl_free);
  if (device)
    self->gl = sl_plot_gl_new (device);
}

/* NULL where the device fails, which then is none any more. */
static GdkTexture *
paint_with_gl (SlPlotFrames *self, SlPlot *plot, const SlPlotLayout *layout, const SlPlotTheme *theme, SlPlotLabels *labels,
               int scale, int width, int height)
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
      image->surface = sl_plot_labels_tile (labels, &g_array_index (placed, SlPlotLabel, i), scale, &image->x, &image->y);
    }
  texture = sl_plot_gl_paint (self->gl, plot, layout, theme, width, height, scale, images, placed->len + 1, &error);
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
  int width = MAX (1, (int) ceil (layout->width * scale)), height = MAX (1, (int) ceil (layout->height * scale));
  gsize stride = (gsize) width * 4;
  const GArray *placed;
  g_autoptr (GBytes) bytes = NULL;
  GdkTexture *texture;
  Loan *loan;

  if (self->background && self->scale != scale)
    sl_plot_frames_forget (self);
  if (!self->background)
    {
      cairo_t *cr;

      self->scale = scale;
      self->background = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
      cairo_surface_set_device_scale (self->background, scale, scale);
      cr = cairo_create (self->background);
      sl_plot_cairo_draw (cr, plot, layout, theme, NULL, 1.0 / scale, SL_PLOT_PART_GRID | SL_PLOT_PART_AXES);
      cairo_destroy (cr);
      cairo_surface_flush (self->background);
    }

  if (surface)
    *surface = NULL;
  if (self->gl && (texture = paint_with_gl (self, plot, layout, theme, labels, scale, width, height)))
    return texture;

  loan = pool_take (self->pool, stride * height);
  if (cairo_surface_status (self->background) == CAIRO_STATUS_SUCCESS)
    memcpy (loan->pixels, cairo_image_surface_get_data (self->background), stride * height);
  else
    memset (loan->pixels, 0, stride * height);
  sl_plot_raster_draw (self->raster, plot, layout, theme, loan->pixels, width, height, width, scale);
  placed = sl_plot_labels_place (labels, plot, layout);
  for (guint i = 0; i < placed->len; i++)
    {
      int x, y;
      cairo_surface_t *tile = sl_plot_labels_tile (labels, &g_array_index (placed, SlPlotLabel, i), scale, &x, &y);

      const guint32 *source = (const guint32 *) (gpointer) cairo_image_surface_get_data (tile);

      sl_plot_raster_blit (loan->pixels, width, height, width, source, cairo_image_surface_get_width (tile),
                           cairo_image_surface_get_height (tile), cairo_image_surface_get_stride (tile) / 4, x,
                           y);
    }
  bytes = g_bytes_new_with_free_func (loan->pixels, stride * height, loan_return_cb, loan);
  if (surface)
    {
      static const cairo_user_data_key_t key;

      *surface = cairo_image_surface_create_for_data ((guchar *) loan->pixels, CAIRO_FORMAT_ARGB32, width, height,
                                                      (int) stride);
      cairo_surface_set_user_data (*surface, &key, g_bytes_ref (bytes), (cairo_destroy_func_t) g_bytes_unref);
    }
  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}
