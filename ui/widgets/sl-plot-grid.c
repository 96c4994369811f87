/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/sl-plot-grid.h"

#include <math.h>

/* In a narrower plot labels do not fit, in a lower one curves do not. */
#define MIN_CARD_WIDTH 280
#define MIN_CARD_HEIGHT 260 /* two panels with their titles; in a smaller area the plots scroll */
#define MOST_LEAST_WIDTH 420 /* with the panel beside it a window still fits a screen */
#define LEAST_CHOSEN_WIDTH 210 /* where the user has chosen the number of columns */
#define NATURAL_CARD_HEIGHT 300
#define GAP 8
/* Part of the height that the first plot takes in the wide layout. */
#define HERO_SHARE 0.47

struct _SlPlotGrid {
  GtkWidget parent_instance;
  double scale; /* of the text on the plots */
  guint columns; /* 0: by the width */
  gboolean hero;
};

typedef struct {
  guint columns, rows; /* rows and columns below the hero, if there is one */
  gboolean hero;
} Shape;

G_DEFINE_FINAL_TYPE (SlPlotGrid, sl_plot_grid, GTK_TYPE_WIDGET)

/* Larger text needs larger cards. */
static int
scaled (GtkWidget *widget, int size)
{
  return (int) lround (size * SL_PLOT_GRID (widget)->scale);
}

static guint
count_children (GtkWidget *widget)
{
  guint n = 0;

  for (GtkWidget *c = gtk_widget_get_first_child (widget); c; c = gtk_widget_get_next_sibling (c))
    n += gtk_widget_should_layout (c);
  return n;
}

static Shape
shape_for_width (GtkWidget *widget, guint n, int width)
{
  const SlPlotGrid *self = SL_PLOT_GRID (widget);
  const int least = scaled (widget, self->columns ? LEAST_CHOSEN_WIDTH : MIN_CARD_WIDTH);
  const guint fitting = MAX (1, (width + GAP) / (least + GAP));
  Shape shape = { .columns = 1 };

  if (self->columns)
    {
      shape.columns = MIN (self->columns, fitting);
      shape.hero = self->hero && n > 1 && shape.columns > 1;
    }
  else if (n >= 3 && fitting >= n - 1)
    shape = (Shape){ .columns = n - 1, .hero = TRUE };
  else
    shape.columns = n > 1 && fitting >= 2 ? 2 : 1;
  n -= shape.hero;
  shape.columns = MAX (1, MIN (shape.columns, n));
  shape.rows = (n + shape.columns - 1) / shape.columns;
  return shape;
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  guint n = MAX (count_children (widget), 1);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN (scaled (widget, MIN_CARD_WIDTH), MOST_LEAST_WIDTH);
      *natural = 3 * scaled (widget, MIN_CARD_WIDTH) + 2 * GAP;
    }
  else
    {
      const Shape shape =
          shape_for_width (widget, n, for_size < 0 ? 3 * scaled (widget, MIN_CARD_WIDTH) : for_size);
      const guint rows = shape.rows + shape.hero;

      *minimum = (int) rows * scaled (widget, MIN_CARD_HEIGHT) + (int) (rows - 1) * GAP;
      *natural = (int) rows * scaled (widget, NATURAL_CARD_HEIGHT) + (int) (rows - 1) * GAP;
    }
  /* GTK requires measuring every child before allocating it. */
  for (GtkWidget *c = gtk_widget_get_first_child (widget); c; c = gtk_widget_get_next_sibling (c))
    {
      int least;

      gtk_widget_measure (c, orientation, -1, &least, NULL, NULL, NULL);
    }
}

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  guint n = count_children (widget), i = 0, columns, rows;
  Shape shape;
  gboolean hero;
  int top = 0;

  if (n == 0)
    return;
  shape = shape_for_width (widget, n, width);
  columns = shape.columns;
  rows = shape.rows;
  hero = shape.hero;
  if (hero)
    top = (int) ((rows > 1 ? 1.0 / (rows + 1) : HERO_SHARE) * (height - GAP));
  for (GtkWidget *c = gtk_widget_get_first_child (widget); c; c = gtk_widget_get_next_sibling (c))
    {
      GtkAllocation at;

      if (!gtk_widget_should_layout (c))
        continue;
      if (hero && i == 0)
        at = (GtkAllocation){ 0, 0, width, top };
      else
        {
          guint k = hero ? i - 1 : i, column = k % columns, row = k / columns;
          int y0 = hero ? top + GAP : 0;
          int space_x = width - (int) (columns - 1) * GAP;
          int grid_rows = (int) rows;
          int space_y = height - y0 - (grid_rows - 1) * GAP;

          /* Integer edges from running totals, so that the last card ends with the first row. */
          at.x = (int) column * space_x / (int) columns + (int) column * GAP;
          at.width = (int) (column + 1) * space_x / (int) columns - (int) column * space_x / (int) columns;
          at.y = y0 + (int) row * space_y / grid_rows + (int) row * GAP;
          at.height = (int) (row + 1) * space_y / grid_rows - (int) row * space_y / grid_rows;
        }
      gtk_widget_size_allocate (c, &at, -1);
      i++;
    }
}

static void
dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (sl_plot_grid_parent_class)->dispose (object);
}

static void
sl_plot_grid_class_init (SlPlotGridClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->measure = measure;
  widget_class->get_request_mode = get_request_mode;
  widget_class->size_allocate = size_allocate;
  gtk_widget_class_set_css_name (widget_class, "plotgrid");
}

static void
sl_plot_grid_init (SlPlotGrid *self)
{
  self->scale = 1.0;
}

GtkWidget *
sl_plot_grid_new (void)
{
  return g_object_new (SL_TYPE_PLOT_GRID, NULL);
}

void
sl_plot_grid_set_shape (SlPlotGrid *self, guint columns, gboolean hero)
{
  g_return_if_fail (SL_IS_PLOT_GRID (self));
  if (self->columns == columns && self->hero == !!hero)
    return;
  self->columns = columns;
  self->hero = !!hero;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
sl_plot_grid_remove (SlPlotGrid *self, GtkWidget *child)
{
  g_return_if_fail (SL_IS_PLOT_GRID (self) && gtk_widget_get_parent (child) == GTK_WIDGET (self));
  gtk_widget_unparent (child);
}

void
sl_plot_grid_append (SlPlotGrid *self, GtkWidget *child)
{
  g_return_if_fail (SL_IS_PLOT_GRID (self));
  gtk_widget_set_parent (child, GTK_WIDGET (self));
}

void
sl_plot_grid_set_scale (SlPlotGrid *self, double scale)
{
  g_return_if_fail (SL_IS_PLOT_GRID (self) && scale > 0.0);
  if (self->scale == scale)
    return;
  self->scale = scale;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
