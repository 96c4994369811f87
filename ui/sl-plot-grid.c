/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/sl-plot-grid.h"

#include <math.h>

/* A plot narrower than this has no room for its labels, a lower one none for its curves. */
#define MIN_CARD_WIDTH 280
#define MIN_CARD_HEIGHT 260 /* two panels with their titles; below that the plots scroll */
#define MOST_LEAST_WIDTH 420 /* but a window beside the panel fits a screen, with any text */
#define NATURAL_CARD_HEIGHT 300
#define GAP 8
/* Part of the height that the first plot takes in the wide layout. */
#define HERO_SHARE 0.47

struct _SlPlotGrid {
  GtkWidget parent_instance;
  double scale; /* of the texts on the plots */
};

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

/* Columns of the rows below the first plot; 1 and 2: it is one cell among them. */
static guint
columns_for_width (GtkWidget *widget, guint n, int width)
{
  const int least = scaled (widget, MIN_CARD_WIDTH);

  if (n >= 3 && width >= (int) (n - 1) * least + (int) (n - 2) * GAP)
    return n - 1;
  return n > 1 && width >= 2 * least + GAP ? 2 : 1;
}

static guint
rows_for_width (GtkWidget *widget, guint n, int width)
{
  guint columns = columns_for_width (widget, n, width);

  return columns > 2 ? 2 : (n + columns - 1) / columns;
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
         int *natural_baseline)
{
  guint n = MAX (count_children (widget), 1);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN (scaled (widget, MIN_CARD_WIDTH), MOST_LEAST_WIDTH);
      *natural = 3 * scaled (widget, MIN_CARD_WIDTH) + 2 * GAP;
    }
  else
    {
      guint rows = for_size < 0 ? 2 : rows_for_width (widget, n, for_size);

      *minimum = (int) rows * scaled (widget, MIN_CARD_HEIGHT) + (int) (rows - 1) * GAP;
      *natural = (int) rows * scaled (widget, NATURAL_CARD_HEIGHT) + (int) (rows - 1) * GAP;
    }
  /* GTK asks that every child be measured before it is given room. */
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
  gboolean hero;
  int top = 0;

  if (n == 0)
    return;
  columns = columns_for_width (widget, n, width);
  rows = rows_for_width (widget, n, width);
  hero = columns > 2;
  if (hero)
    top = (int) (HERO_SHARE * (height - GAP));
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
          int grid_rows = hero ? 1 : (int) rows;
          int space_y = height - y0 - (grid_rows - 1) * GAP;

          /* Integer edges from running totals, so that the last card ends where the first row does. */
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
