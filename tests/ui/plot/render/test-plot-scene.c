/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of shapes that the software and the OpenGL renderer draw. */
#include <math.h>

#include <pango/pangocairo.h>

#include "tests/ui/plot/plot-samples.h"
#include "ui/plot/render/sl-plot-scene.h"

#define WIDTH 400
#define HEIGHT 300
#define SCALE 2

typedef struct {
  PangoContext *context;
  SlPlotTheme theme;
  SlPlotLayout *layout;
  SlPlotScene scene;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  sl_plot_theme_init (&f->theme, SL_PLOT_THEME_LIGHT, 1);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_pointer (&f->layout, sl_plot_layout_free);
  sl_plot_scene_clear (&f->scene);
  g_object_unref (f->context);
}

static void
build (Fixture *f, SlPlot *plot)
{
  g_clear_pointer (&f->layout, sl_plot_layout_free);
  f->layout = sl_plot_layout_new (plot, WIDTH, HEIGHT, &f->theme, f->context, NULL);
  sl_plot_scene_build (&f->scene, plot, f->layout, &f->theme, WIDTH * SCALE, HEIGHT * SCALE, SCALE);
}

static const SlPlotShape *
shape (const Fixture *f, guint i)
{
  g_assert_cmpuint (i, <, f->scene.shapes->len);
  return &g_array_index (f->scene.shapes, SlPlotShape, i);
}

/* Shapes come in the order of the layers; texts and handles have none. */
static void
order (Fixture *f, gconstpointer data)
{
  g_autoptr (SlPlot) plot = sl_plot_new (NULL);
  const double x[] = { 0, 1, 2 }, y[] = { 0, 1, 0 };
  const guint panel = sl_plot_add_panel (plot, 1);
  static const SlPlotShapeKind kinds[] = { SL_SHAPE_AREA, SL_SHAPE_LINE, SL_SHAPE_LINE, SL_SHAPE_LINE,
                                           SL_SHAPE_LINE, SL_SHAPE_TRACK, SL_SHAPE_ARROW };

  sl_plot_set_x (plot, SL_SCALE_LINEAR, 0, 2, "x");
  sl_plot_set_y (plot, panel, SL_SCALE_LINEAR, 0, 1, "y");
  sl_plot_add_ribbon (plot, panel, x, NULL, y, 3, SL_COLOUR_BLUE, 0.5, NULL, NULL);
  sl_plot_add_series (plot, panel, x, y, 3, NULL);
  sl_plot_add_text (plot, panel, 1, 0.5, FALSE, SL_ANCHOR_CENTRE, SL_COLOUR_INK, "text");
  sl_plot_add_hline (plot, panel, 0.5, &(SlStroke) { SL_COLOUR_INK });
  sl_plot_add_handle (plot, panel, "id", 1, 0.5, FALSE, SL_HANDLE_X, SL_COLOUR_BLUE, "handle");
  /* a dot and the ring around it */
  sl_plot_add_point (plot, panel, 1, 0.5, SL_COLOUR_BLUE, "point");
  sl_plot_add_track (plot, panel, x, y, NULL, 3, &(SlTrackOptions) { .name = "track" });
  sl_plot_add_arrow (plot, panel, 0.5, 0.2, 1, 0.2, &(SlStroke) { SL_COLOUR_INK }, NULL);
  build (f, plot);
  g_assert_cmpuint (f->scene.shapes->len, ==, G_N_ELEMENTS (kinds));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_assert_cmpint (shape (f, i)->kind, ==, kinds[i]);
  g_assert_true (shape (f, 2)->straight);
  g_assert_cmpfloat (shape (f, 3)->width, >, shape (f, 4)->width);
  g_assert_cmpuint (shape (f, 4)->path->n, ==, 1);
}

/* A line thinner than a pixel is a pixel wide and as much fainter. */
static void
thin (Fixture *f, gconstpointer data)
{
  g_autoptr (SlPlot) plot = sl_plot_new (NULL);
  const guint panel = sl_plot_add_panel (plot, 1);
  const double x[] = { 0, 1 };
  SlStroke stroke = { SL_COLOUR_BLUE };

  stroke.width = 0.5 / (f->theme.line_width * SCALE);
  sl_plot_add_series (plot, panel, x, x, 2, &(SlSeriesOptions) { .stroke = stroke });
  stroke.width = 3.0 / (f->theme.line_width * SCALE);
  sl_plot_add_series (plot, panel, x, x, 2, &(SlSeriesOptions) { .stroke = stroke });
  build (f, plot);
  g_assert_cmpfloat (shape (f, 0)->width, ==, 1);
  g_assert_cmpfloat_with_epsilon (shape (f, 0)->alpha, 0.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (shape (f, 1)->width, 3, 1e-12);
  g_assert_cmpfloat (shape (f, 1)->alpha, ==, 1);
}

/* Cells lie inside their panel, on whole pixels, and cover no pixel twice. */
static void
cells (Fixture *f, gconstpointer data)
{
  g_autoptr (SlPlot) plot = plot_sample_map (FALSE);
  g_autofree guint8 *covered = g_new0 (guint8, WIDTH * SCALE * HEIGHT * SCALE);
  guint n = 0;

  build (f, plot);
  for (guint i = 0; i < f->scene.shapes->len; i++)
    {
      const SlPlotShape *s = shape (f, i);
      const SlPlotScenePanel *p = &g_array_index (f->scene.panels, SlPlotScenePanel, s->panel);

      for (guint k = 0; k < s->n_cells; k++, n++)
        {
          const SlPlotCell *c = &g_array_index (f->scene.cells, SlPlotCell, s->first_cell + k);

          g_assert_cmpfloat (c->x0, >=, p->x0);
          g_assert_cmpfloat (c->x1, <=, p->x1);
          g_assert_cmpfloat (c->y0, >=, p->y0);
          g_assert_cmpfloat (c->y1, <=, p->y1);
          g_assert_cmpfloat (c->x0, ==, floor (c->x0));
          for (int y = (int) c->y0; y < (int) c->y1; y++)
            for (int x = (int) c->x0; x < (int) c->x1; x++)
              g_assert_cmpint (covered[y * WIDTH * SCALE + x]++, ==, 0);
        }
    }
  g_assert_cmpuint (n, >, 0);
}

/* A scene is built again in the same memory; a smaller plot leaves nothing behind. */
static void
again (Fixture *f, gconstpointer data)
{
  g_autoptr (SlPlot) large = plot_sample_spectrum (500), small = plot_sample_curves (50, FALSE);
  guint n;

  build (f, small);
  n = f->scene.shapes->len;
  build (f, large);
  g_assert_cmpuint (f->scene.shapes->len, >, n);
  build (f, small);
  g_assert_cmpuint (f->scene.shapes->len, ==, n);
  g_assert_cmpuint (f->scene.panels->len, ==, 1);
  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (shape (f, i)->panel, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/plot/scene/order", Fixture, NULL, set_up, order, tear_down);
  g_test_add ("/plot/scene/thin", Fixture, NULL, set_up, thin, tear_down);
  g_test_add ("/plot/scene/cells", Fixture, NULL, set_up, cells, tear_down);
  g_test_add ("/plot/scene/again", Fixture, NULL, set_up, again, tear_down);
  return g_test_run ();
}
