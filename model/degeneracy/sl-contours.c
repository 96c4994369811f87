/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marching squares: the edges that a line crosses are linked cell by cell, and then followed. */
#include "model/degeneracy/sl-contours.h"

#include <math.h>
#include <string.h>

#define NONE (-1)

typedef struct {
  const double *x, *y, *values;
  guint n_x, n_y;
  double level;
  int *link;      /* (edges, 2) the edges that a crossed one is joined to */
  gboolean *seen; /* (edges) */
} March;

static double
value_at (const March *m, guint i, guint j)
{
  const double value = m->values[(gsize) j * m->n_x + i];

  return isfinite (value) ? value : G_MAXFLOAT;
}

static gboolean
above (const March *m, guint i, guint j)
{
  return value_at (m, i, j) > m->level;
}

/* Edges are numbered by their lower left corner: first along x, then along y. */
static int
edge_x (const March *m, guint i, guint j)
{
  return j * m->n_x + i;
}

static int
edge_y (const March *m, guint i, guint j)
{
  return m->n_x * m->n_y + j * m->n_x + i;
}

static void
point_of (const March *m, int edge, double *x, double *y)
{
  const int half = m->n_x * m->n_y;
  const gboolean along_y = edge >= half;
  const guint i = edge % half % m->n_x, j = edge % half / m->n_x;
  const double a = value_at (m, i, j), b = along_y ? value_at (m, i, j + 1) : value_at (m, i + 1, j),
               part = (m->level - a) / (b - a);

  *x = along_y ? m->x[i] : m->x[i] + part * (m->x[i + 1] - m->x[i]);
  *y = along_y ? m->y[j] + part * (m->y[j + 1] - m->y[j]) : m->y[j];
}

static void
join (March *m, int a, int b)
{
  m->link[2 * a + (m->link[2 * a] != NONE)] = b;
  m->link[2 * b + (m->link[2 * b] != NONE)] = a;
}

static void
link_cell (March *m, guint i, guint j)
{
  /* Bottom, right, top, left; each between two corners. */
  const int edge[4] = { edge_x (m, i, j), edge_y (m, i + 1, j), edge_x (m, i, j + 1), edge_y (m, i, j) };
  const gboolean corner[4] = { above (m, i, j), above (m, i + 1, j), above (m, i + 1, j + 1),
                               above (m, i, j + 1) };
  int crossed[4];
  guint n = 0;

  for (guint k = 0; k < 4; k++)
    if (corner[k] != corner[(k + 1) % 4])
      crossed[n++] = edge[k];
  if (n == 2)
    join (m, crossed[0], crossed[1]);
  if (n == 4)
    {
      const double mean = 0.25 * value_at (m, i, j) + 0.25 * value_at (m, i + 1, j)
                          + 0.25 * value_at (m, i + 1, j + 1) + 0.25 * value_at (m, i, j + 1);
      /* Lines cut off the corners that differ from the middle. */
      const gboolean first = corner[0] != (mean > m->level);

      join (m, edge[0], edge[first ? 3 : 1]);
      join (m, edge[2], edge[first ? 1 : 3]);
    }
}

static void
contour_free (gpointer data)
{
  SlContour *self = data;

  g_free (self->x);
  g_free (self->y);
  g_free (self);
}

/* The line from an edge on, in the direction of its first link. */
static SlContour *
follow (March *m, int edge)
{
  g_autoptr (GArray) x = g_array_new (FALSE, FALSE, sizeof (double)),
                     y = g_array_new (FALSE, FALSE, sizeof (double));
  SlContour *line = g_new0 (SlContour, 1);

  for (int at = edge, from = NONE; at != NONE && !m->seen[at];)
    {
      double px, py;
      const int *link = m->link + 2 * at;
      const int next = link[0] != from ? link[0] : link[1];

      m->seen[at] = TRUE;
      point_of (m, at, &px, &py);
      g_array_append_val (x, px);
      g_array_append_val (y, py);
      line->closed = next == edge;
      from = at;
      at = next;
    }
  line->n = x->len;
  line->x = (double *) g_array_free (g_steal_pointer (&x), FALSE);
  line->y = (double *) g_array_free (g_steal_pointer (&y), FALSE);
  return line;
}

GPtrArray *
sl_contours (const double *x, guint n_x, const double *y, guint n_y, const double *values, double level)
{
  const gsize n_edges = (gsize) 2 * n_x * n_y;
  g_autofree int *link = g_new (int, 2 * n_edges + 1);
  g_autofree gboolean *seen = g_new0 (gboolean, n_edges + 1);
  March m = {
    .x = x, .y = y, .values = values, .n_x = n_x, .n_y = n_y, .level = level, .link = link, .seen = seen
  };
  GPtrArray *lines = g_ptr_array_new_with_free_func (contour_free);

  for (gsize k = 0; k < 2 * n_edges; k++)
    link[k] = NONE;
  for (guint j = 0; j + 1 < n_y; j++)
    for (guint i = 0; i + 1 < n_x; i++)
      link_cell (&m, i, j);
  /* Lines that end at the border first, from their ends: the rest is closed. */
  for (int pass = 0; pass < 2; pass++)
    for (gsize k = 0; k < n_edges; k++)
      if (!seen[k] && link[2 * k] != NONE && (pass || link[2 * k + 1] == NONE))
        g_ptr_array_add (lines, follow (&m, k));
  return lines;
}
