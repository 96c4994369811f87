/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "app/figures/sl-labels.h"
#include "app/figures/sl-param-labels.h"
#include "app/window/sl-window-private.h"
#include "model/engine/sl-limits.h"
#include "model/derivatives/sl-gradient-check.h"

/* The gradient check, behind the badge in the status bar: on request the live derivatives are compared with
 * finite differences. The popover also lists parameters at an edge of the SSP library or where the model is
 * not smooth. */

static gboolean
finished (SlGradientCheck *gradient_check)
{
  return sl_gradient_check_done (gradient_check) == sl_gradient_check_total (gradient_check);
}

static guint
count (SlGradientCheck *gradient_check, SlGradientCheckVerdict verdict)
{
  const SlGradientCheckRow *row;
  guint n = 0;

  for (guint i = 0; (row = sl_gradient_check_row (gradient_check, i)); i++)
    n += row->verdict == verdict;
  return n;
}

static char *
summary (SlGradientCheck *gradient_check)
{
  const guint agree = count (gradient_check, SL_GRADIENT_CHECK_AGREES),
              total = sl_gradient_check_total (gradient_check);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (number, sizeof number, "%.0e", sl_gradient_check_greatest (gradient_check));
  if (agree == total)
    /* Translators: numbers of parameters and of observables, and a small number like 2e-06 */
    return g_strdup_printf (_ ("All derivatives of %2$u observables by %1$u parameters agree with finite "
                               "differences, to %3$s of their scale."),
                            total, sl_gradient_check_observables (gradient_check), number);
  return g_strdup_printf (_ ("Derivatives of %3$u observables by %1$u of %2$u parameters agree with finite "
                             "differences, to %4$s of their scale. The others:"),
                          agree, total, sl_gradient_check_observables (gradient_check), number);
}

static void
show_state (SlWindow *self)
{
  SlGradientCheck *gradient_check = self->gradient_check;
  g_autofree char *text = NULL;

  const char *icon = self->n_outside
                             || (gradient_check && finished (gradient_check)
                                 && count (gradient_check, SL_GRADIENT_CHECK_DIFFERS))
                         ? "dialog-warning-symbolic"
                         : "object-select-symbolic";

  if (g_strcmp0 (gtk_image_get_icon_name (self->gradient_check_image), icon) != 0)
    gtk_image_set_from_icon_name (self->gradient_check_image, icon);
  if (!gradient_check)
    text = g_strdup (_ ("Compare the derivatives with finite differences"));
  else if (!finished (gradient_check))
    text = g_strdup_printf (_ ("Comparing: %u of %u"), sl_gradient_check_done (gradient_check),
                            sl_gradient_check_total (gradient_check));
  else
    text = summary (gradient_check);
  gtk_label_set_text (self->gradient_check_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->gradient_check_progress),
                          gradient_check && !finished (gradient_check));
  if (gradient_check)
    gtk_progress_bar_set_fraction (self->gradient_check_progress,
                                   sl_gradient_check_total (gradient_check)
                                       ? (double) sl_gradient_check_done (gradient_check)
                                             / sl_gradient_check_total (gradient_check)
                                       : 0.0);
}

/* Why a parameter does not agree. */
static char *
explain_row (SlWindow *self, const SlGradientCheckRow *row)
{
  SlEngine *engine = sl_worker_get_engine (self->worker);
  const char *title = _ (sl_param_label_of (sl_session_get_galaxy (self->session), row->parameter)->title);
  g_autofree char *observable = sl_label_observable (engine->obs_names[row->observable], engine->templates);

  if (row->verdict == SL_GRADIENT_CHECK_KINK)
    return g_strdup_printf (_ ("“%s”: the model is not smooth at this value. The slopes on both sides "
                               "differ; the derivative is one of them."),
                            title);
  return g_strdup_printf (_ ("“%s”: for “%s” the two differ by %.2g of the scale. The curve is not smooth "
                             "here, for example because a line crosses the edge of a filter, or the step of "
                             "the "
                             "difference is too large."),
                          title, observable, row->error);
}

static GtkWidget *
text_row (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 48);
  return label;
}

static void
fill_list (SlWindow *self)
{
  const SlGradientCheckRow *row;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->gradient_check_list))))
    gtk_list_box_remove (self->gradient_check_list, child);
  if (!self->gradient_check)
    return;
  for (guint i = 0; (row = sl_gradient_check_row (self->gradient_check, i)); i++)
    {
      g_autofree char *text = row->verdict == SL_GRADIENT_CHECK_AGREES ? NULL : explain_row (self, row);

      if (text)
        gtk_list_box_append (self->gradient_check_list, text_row (text));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->gradient_check_list),
                          gtk_widget_get_first_child (GTK_WIDGET (self->gradient_check_list)) != NULL);
}

static gboolean
progress_cb (gpointer data)
{
  show_state (data);
  return G_SOURCE_CONTINUE;
}

static void
stop_check (SlWindow *self)
{
  if (self->gradient_check_job && self->worker)
    sl_worker_cancel (self->worker, self->gradient_check_job);
  self->gradient_check_job = 0;
  g_clear_handle_id (&self->gradient_check_timeout, g_source_remove);
}

static gboolean
check_step (SlEngine *engine, gpointer data, GError **error)
{
  return sl_gradient_check_step (data, engine, error);
}

static void
done_cb (gpointer data, const GError *error, gpointer user_data)
{
  SlWindow *self = user_data;

  self->gradient_check_job = 0;
  g_clear_handle_id (&self->gradient_check_timeout, g_source_remove);
  if (error)
    {
      gtk_label_set_text (self->gradient_check_label, error->message);
      return;
    }
  show_state (self);
  fill_list (self);
  /* The popover keeps the size that it had for the shorter text. */
  gtk_popover_present (self->gradient_check_popover);
}

/* Starts the check of the present galaxy. */
static void
start_check (SlWindow *self)
{
  stop_check (self);
  g_clear_pointer (&self->gradient_check, sl_gradient_check_unref);
  if (!self->worker || !sl_worker_get_engine (self->worker))
    return;
  self->gradient_check = sl_gradient_check_new (sl_session_get_galaxy (self->session));
  self->gradient_check_job =
      sl_worker_run (self->worker, check_step, sl_gradient_check_ref (self->gradient_check),
                     (GDestroyNotify) sl_gradient_check_unref, done_cb, self);
  self->gradient_check_timeout = g_timeout_add (100, progress_cb, self);
  fill_list (self);
  show_state (self);
}

static void
compare_cb (GtkButton *button, SlWindow *self)
{
  start_check (self);
}

/* The galaxy changed, so the result is not valid any more. */
void
sl_window_invalidate_gradient_check (SlWindow *self)
{
  if (!self->gradient_check)
    return;
  stop_check (self);
  g_clear_pointer (&self->gradient_check, sl_gradient_check_unref);
  fill_list (self);
  show_state (self);
}

/* Only while the popover is open: the galaxy changes with every frame of a drag, and new widgets make GTK lay
 * out the whole window. */
static void
fill_limits (SlWindow *self, const SlLimit *limits, guint n)
{
  const SlGalaxy *galaxy = sl_session_get_galaxy (self->session);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->limits_list))))
    gtk_list_box_remove (self->limits_list, child);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *what = sl_limit_text (&limits[i]);
      g_autofree char *text = g_strdup_printf ("%s: %s", _ (sl_param_label_of (galaxy, limits[i].id)->title),
                                               what);

      gtk_list_box_append (self->limits_list, text_row (text));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->limits_list), n > 0);
}

void
sl_window_update_limits (SlWindow *self)
{
  SlEngine *engine = self->worker ? sl_worker_get_engine (self->worker) : NULL;
  SlLimit limits[SL_N_PARAMS];
  const guint n = sl_limits_check (sl_session_get_galaxy (self->session), engine ? engine->templates : NULL,
                                   limits, SL_N_PARAMS);
  g_autofree char *count = NULL;
  guint n_outside = 0;

  /* The badge counts parameters outside the library; the list has the other limits, too. */
  for (guint i = 0; i < MIN (n, SL_N_PARAMS); i++)
    n_outside += limits[i].kind == SL_LIMIT_GRID;
  count = g_strdup_printf ("%u", n_outside);
  self->n_outside = n_outside;
  gtk_label_set_text (self->limits_count, count);
  gtk_widget_set_visible (GTK_WIDGET (self->limits_count), n_outside > 0);
  if (gtk_widget_get_visible (GTK_WIDGET (self->gradient_check_popover)))
    fill_limits (self, limits, MIN (n, SL_N_PARAMS));
  show_state (self);
}

void
sl_window_install_gradient_check (SlWindow *self)
{
  g_signal_connect (self->gradient_check_compare, "clicked", G_CALLBACK (compare_cb), self);
  g_signal_connect_swapped (self->gradient_check_popover, "show", G_CALLBACK (sl_window_update_limits), self);
  show_state (self);
}

void
sl_window_leave_gradient_check (SlWindow *self)
{
  stop_check (self);
  g_clear_pointer (&self->gradient_check, sl_gradient_check_unref);
}
