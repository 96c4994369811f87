/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/render/sl-plot-gl.h"

#include <math.h>
#include <stddef.h>

#include <epoxy/gl.h>
#include <glib/gi18n.h>

#include "ui/compat/sl-compat.h"
#include "ui/plot/render/sl-plot-gl-steps.h"

/* One for the texture on screen, one for the next, one that a renderer may still hold. */
#define MAX_SPARE 3

/* Targets, shared by the painter and all textures that still exist. Released textures are only marked here:
 * OpenGL is called when the next picture is painted. */
typedef struct {
  guint refs;
  SlGlDevice *device;
  GArray *spare;        /* SlGlTarget */
} Pool;

typedef struct { Pool *pool; SlGlTarget target; } Loan;

typedef struct { guint texture; gboolean used; } Kept;

struct _SlPlotGl {
  SlGlDevice *device;
  Pool *pool;
  SlPlotScene scene;
  SlGlSteps steps;
  GHashTable *kept;     /* cairo_surface_t -> Kept */
};

static void
pool_unref (Pool *pool)
{
  if (--pool->refs > 0)
    return;
  if (pool->spare->len)
    {
      gdk_gl_context_make_current (sl_gl_device_get_context (pool->device));
      for (guint i = 0; i < pool->spare->len; i++)
        sl_gl_device_drop_target (pool->device, &g_array_index (pool->spare, SlGlTarget, i));
    }
  g_array_unref (pool->spare);
  sl_gl_device_unref (pool->device);
  g_free (pool);
}

/* The context is current. */
static gboolean
pool_take (Pool *pool, int width, int height, SlGlTarget *target, GError **error)
{
  gboolean found = FALSE;

  for (guint i = pool->spare->len; i-- > 0;)
    {
      SlGlTarget spare = g_array_index (pool->spare, SlGlTarget, i);
      gboolean fits = spare.width == width && spare.height == height;

      if (fits && found)
        continue;
      g_array_remove_index_fast (pool->spare, i);
      if (fits)
        {
          *target = spare;
          found = TRUE;
        }
      else
        sl_gl_device_drop_target (pool->device, &spare);
    }
  while (pool->spare->len > MAX_SPARE)
    {
      sl_gl_device_drop_target (pool->device, &g_array_index (pool->spare, SlGlTarget, pool->spare->len - 1));
      g_array_set_size (pool->spare, pool->spare->len - 1);
    }
  return found || sl_gl_device_make_target (pool->device, target, width, height, error);
}

static void
loan_return_cb (gpointer data)
{
  Loan *loan = data;

  g_array_append_val (loan->pool->spare, loan->target);
  pool_unref (loan->pool);
  g_free (loan);
}

SlPlotGl *
sl_plot_gl_new (SlGlDevice *device)
{
  SlPlotGl *self = g_new0 (SlPlotGl, 1);

  self->device = sl_gl_device_ref (device);
  self->pool = g_new (Pool, 1);
  *self->pool = (Pool){ 1, sl_gl_device_ref (device), g_array_new (FALSE, FALSE, sizeof (SlGlTarget)) };
  self->kept = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) cairo_surface_destroy, g_free);
  return self;
}

void
sl_plot_gl_free (SlPlotGl *self)
{
  GHashTableIter iter;
  gpointer value;

  gdk_gl_context_make_current (sl_gl_device_get_context (self->device));
  g_hash_table_iter_init (&iter, self->kept);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    sl_gl_device_drop_texture (self->device, ((Kept *) value)->texture);
  g_hash_table_unref (self->kept);
  sl_plot_scene_clear (&self->scene);
  sl_gl_steps_clear (&self->steps);
  pool_unref (self->pool);
  sl_gl_device_unref (self->device);
  g_free (self);
}

SlGlDevice *
sl_plot_gl_get_device (SlPlotGl *self)
{
  return self->device;
}

static void
blend (GLenum equation, GLenum under)
{
  glBlendEquation (equation);
  glBlendFunc (GL_ONE, under);
}

static void
draw_instances (SlGlDevice *device, const SlGlStep *step, const SlGlTarget *target, const float colour[4])
{
  static const struct { SlGlProgram program; int size, second; gboolean bytes; gsize at;
  } kinds[] = {
    [SL_GL_STEP_SEGMENTS] = { SL_GL_SEGMENT, sizeof (SlGlSegment), 2, FALSE,
                              offsetof (SlGlSegment, goes_on) },
    [SL_GL_STEP_AREAS] = { SL_GL_AREA, sizeof (SlGlArea), 2, FALSE, offsetof (SlGlArea, lower0) },
    [SL_GL_STEP_RECTS] = { SL_GL_RECT, sizeof (SlGlRect), 4, TRUE, offsetof (SlGlRect, rgba) },
  };
  const gsize offset = step->offset;

  sl_gl_device_use (device, kinds[step->kind].program, target->width, target->height);
  if (step->kind != SL_GL_STEP_RECTS)
    sl_gl_device_set_colour (device, colour);
  if (step->kind == SL_GL_STEP_SEGMENTS)
    sl_gl_device_set_pen (device, step->radius, step->gather);
  glEnableVertexAttribArray (0);
  glVertexAttribPointer (0, 4, GL_FLOAT, GL_FALSE, kinds[step->kind].size, GSIZE_TO_POINTER (offset));
  glVertexAttribDivisor (0, 1);
  glEnableVertexAttribArray (1);
  glVertexAttribPointer (1, kinds[step->kind].second, kinds[step->kind].bytes ? GL_UNSIGNED_BYTE : GL_FLOAT,
                         kinds[step->kind].bytes, kinds[step->kind].size,
                         GSIZE_TO_POINTER (offset + kinds[step->kind].at));
  glVertexAttribDivisor (1, 1);
  glDrawArraysInstanced (GL_TRIANGLE_STRIP, 0, 4, (GLsizei) step->n);
}

/* One quad without instances. */
static void
draw_quad (void)
{
  glDisableVertexAttribArray (0);
  glDisableVertexAttribArray (1);
  glDrawArrays (GL_TRIANGLE_STRIP, 0, 4);
}

static void
draw_image (SlGlDevice *device, const SlGlTarget *target, guint texture, float x, float y, float w, float h)
{
  sl_gl_device_use (device, SL_GL_IMAGE, target->width, target->height);
  sl_gl_device_set_rect (device, x, y, x + w, y + h);
  glBindTexture (GL_TEXTURE_2D, texture);
  draw_quad ();
}

static guint32
premultiplied (guint32 argb)
{
  guint32 a = argb >> 24, out = a << 24;

  for (int shift = 0; shift < 24; shift += 8)
    out |= ((argb >> shift & 0xff) * a + 127) / 255 << shift;
  return out;
}

static void
draw_picture (SlPlotGl *self, const SlGlStep *step, const SlGlTarget *target)
{
  const SlGlRect *rect = (const SlGlRect *) (gpointer) (self->steps.data->data + step->offset);
  g_autofree guint32 *pixels = g_new (guint32, step->layer->n_rgb);
  guint texture;

  for (guint i = 0; i < step->layer->n_rgb; i++)
    pixels[i] = premultiplied (step->layer->rgb[i]);
  texture = sl_gl_device_make_texture (self->device, pixels, (int) step->layer->nx, (int) step->layer->ny,
                                       step->layer->nx, TRUE);
  draw_image (self->device, target, texture, rect->x0, rect->y0, rect->x1 - rect->x0, rect->y1 - rect->y0);
  sl_gl_device_drop_texture (self->device, texture);
}

static gboolean
draw_step (SlGlDevice *device, const SlGlStep *step, const SlGlTarget *target, GError **error)
{
  static const float full[4] = { 1, 1, 1, 1 };
  const SlGlTarget *gatherer;

  glScissor (step->x, step->y, step->w, step->h);
  if (!step->gather)
    {
      draw_instances (device, step, target, step->colour);
      return TRUE;
    }
  gatherer = sl_gl_device_get_gatherer (device, target->width, target->height, error);
  if (!gatherer)
    return FALSE;
  glBindFramebuffer (GL_FRAMEBUFFER, gatherer->framebuffer);
  glViewport (0, 0, gatherer->width, gatherer->height);
  glClear (GL_COLOR_BUFFER_BIT);
  blend (step->kind == SL_GL_STEP_SEGMENTS ? GL_MAX : GL_FUNC_ADD, GL_ONE);
  draw_instances (device, step, gatherer, full);

  glBindFramebuffer (GL_FRAMEBUFFER, target->framebuffer);
  glViewport (0, 0, target->width, target->height);
  blend (GL_FUNC_ADD, GL_ONE_MINUS_SRC_ALPHA);
  sl_gl_device_use (device, SL_GL_COLOUR, target->width, target->height);
  sl_gl_device_set_colour (device, step->colour);
  sl_gl_device_set_rect (device, step->x, step->y, step->x + step->w, step->y + step->h);
  glBindTexture (GL_TEXTURE_2D, gatherer->texture);
  draw_quad ();
  return TRUE;
}

static void
start_target (const SlGlTarget *target)
{
  glBindFramebuffer (GL_FRAMEBUFFER, target->framebuffer);
  glViewport (0, 0, target->width, target->height);
  glScissor (0, 0, target->width, target->height);
  glClearColor (0, 0, 0, 0);
  glClear (GL_COLOR_BUFFER_BIT);
  blend (GL_FUNC_ADD, GL_ONE_MINUS_SRC_ALPHA);
}

static void
draw_images (SlPlotGl *self, const SlGlTarget *target, const SlGlImage *images, guint n, gboolean above)
{
  glScissor (0, 0, target->width, target->height);
  for (guint i = 0; i < n; i++)
    {
      cairo_surface_t *surface = images[i].surface;
      int w = cairo_image_surface_get_width (surface), h = cairo_image_surface_get_height (surface);
      const guint32 *pixels;
      Kept *kept;

      if (images[i].above != above || cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS || w < 1
          || h < 1)
        continue;
      kept = g_hash_table_lookup (self->kept, surface);
      if (!kept)
        {
          kept = g_new (Kept, 1);
          cairo_surface_flush (surface);
          pixels = (const guint32 *) (gpointer) cairo_image_surface_get_data (surface);
          kept->texture = sl_gl_device_make_texture (self->device, pixels, w, h,
                                                     cairo_image_surface_get_stride (surface) / 4, FALSE);
          g_hash_table_insert (self->kept, cairo_surface_reference (surface), kept);
        }
      kept->used = TRUE;
      draw_image (self->device, target, kept->texture, images[i].x, images[i].y, w, h);
    }
}

static void
forget_unused (SlPlotGl *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->kept);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Kept *kept = value;

      if (!kept->used)
        {
          sl_gl_device_drop_texture (self->device, kept->texture);
          g_hash_table_iter_remove (&iter);
        }
      else
        kept->used = FALSE;
    }
}

GdkTexture *
sl_plot_gl_paint (SlPlotGl *self, SlPlot *plot, const SlPlotLayout *layout, const SlPlotTheme *theme,
                  int width, int height, double scale, const SlGlImage *images, guint n_images,
                  GError **error)
{
  SlGlTarget target;
  gboolean good = TRUE;
  Loan *loan;

  if (!sl_gl_device_begin (self->device, error))
    return NULL;
  if (!pool_take (self->pool, width, height, &target, error))
    {
      sl_gl_device_end (self->device, NULL);
      return NULL;
    }
  sl_plot_scene_build (&self->scene, plot, layout, theme, width, height, scale);
  sl_gl_steps_build (&self->steps, &self->scene);
  sl_gl_device_upload (self->device, self->steps.data->data, self->steps.data->len);
  start_target (&target);
  draw_images (self, &target, images, n_images, FALSE);
  for (guint i = 0; i < self->steps.steps->len && good; i++)
    {
      const SlGlStep *step = &g_array_index (self->steps.steps, SlGlStep, i);

      if (step->kind == SL_GL_STEP_PICTURE)
        {
          glScissor (step->x, step->y, step->w, step->h);
          draw_picture (self, step, &target);
        }
      else
        good = draw_step (self->device, step, &target, error);
    }
  draw_images (self, &target, images, n_images, TRUE);
  forget_unused (self);
  good = sl_gl_device_end (self->device, good ? error : NULL) && good;
  if (!good)
    {
      sl_gl_device_drop_target (self->device, &target);
      return NULL;
    }
  loan = g_new (Loan, 1);
  *loan = (Loan){ self->pool, target };
  self->pool->refs++;
  return sl_texture_new_for_gl (sl_gl_device_get_context (self->device), target.texture, width, height,
                                loan_return_cb, loan);
}

gboolean
sl_plot_gl_probe (SlGlDevice *device, GError **error)
{
  enum { SIZE = 32 };
  /* Left a line of two segments, half translucent; right above an area; right below a rectangle. */
  const struct { SlGlSegment segments[2]; SlGlArea area; SlGlRect rect; } data = {
    { { 8, -8, 8, 16, { 0, 1 } }, { 8, 16, 8, 40, { 1, 0 } } }, { 16, 32, 0, 0, 8, 8 },
    { 16, 24, 32, 32, { 0, 255, 0, 255 } } };
  const SlGlStep steps[] = {
    { SL_GL_STEP_SEGMENTS,
      offsetof (typeof (data), segments),
      2,
      4,
      { 0.5f, 0, 0, 0.5f },
      TRUE,
      0,
      0,
      SIZE,
      SIZE,
      NULL },
    { SL_GL_STEP_AREAS, offsetof (typeof (data), area), 1, 0, { 0, 0, 1, 1 }, TRUE, 0, 0, SIZE, SIZE, NULL },
    { SL_GL_STEP_RECTS, offsetof (typeof (data), rect), 1, 0, { 0 }, FALSE, 0, 0, SIZE, SIZE, NULL },
  };
  /* Half of 255 may be rounded either way. */
  static const struct { int x, y; guint8 rgba[4];
  } wanted[] = {
    { 8, 4, { 128, 0, 0, 128 } },  { 8, 16, { 128, 0, 0, 128 } }, { 1, 16, { 0, 0, 0, 0 } },
    { 24, 4, { 0, 0, 255, 255 } }, { 24, 16, { 0, 0, 0, 0 } },    { 24, 28, { 0, 255, 0, 255 } },
  };
  guint8 pixels[SIZE * SIZE * 4] = { 0 };
  SlGlTarget target;
  gboolean good = TRUE;

  if (!sl_gl_device_begin (device, error))
    return FALSE;
  if (!sl_gl_device_make_target (device, &target, SIZE, SIZE, error))
    {
      sl_gl_device_end (device, NULL);
      return FALSE;
    }
  sl_gl_device_upload (device, &data, sizeof data);
  start_target (&target);
  for (guint i = 0; i < G_N_ELEMENTS (steps) && good; i++)
    good = draw_step (device, &steps[i], &target, error);
  glPixelStorei (GL_PACK_ALIGNMENT, 4);
  glReadPixels (0, 0, SIZE, SIZE, GL_RGBA, GL_UNSIGNED_BYTE, pixels);
  sl_gl_device_drop_target (device, &target);
  good = sl_gl_device_end (device, good ? error : NULL) && good;
  for (guint i = 0; i < G_N_ELEMENTS (wanted) && good; i++)
    for (guint c = 0; c < 4 && good; c++)
      if (abs (pixels[4 * (SIZE * wanted[i].y + wanted[i].x) + c] - wanted[i].rgba[c]) > 1)
        {
          g_set_error (error, SL_GL_ERROR, SL_GL_ERROR_DRAW,
                       _ ("%s draws wrong pixels"), sl_gl_device_get_name (device));
          good = FALSE;
        }
  return good;
}
