/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib/gi18n.h>

#include "app/window/sl-window-preferences.h"
#include "app/window/sl-window-private.h"

/* The plots: tiles of the session's layout, and copies in windows of their own. */

#define OWN_WIDTH 760
#define OWN_HEIGHT 560

/* --------------------------------------------------------------- making */

SlPlot *
sl_window_make_plot (SlWindow *self, SlWindowPlot *plot, const SlResult *result, const SlRequest *request)
{
  SlFigurePin pins[SL_SESSION_MAX_PINS];
  SlFigureOptions options;

  sl_window_figure_options (self, plot, &options);
  options.galaxy = &request->galaxy;
  options.more_gradients = sl_param_set_intersection (options.more_gradients, request->tangents);
  options.tied = sl_param_set_intersection (options.tied, request->tangents);
  options.pins = pins;
  options.n_pins = sl_window_get_pins (self, request, pins);
  options.preview = sl_window_get_preview (self, request, &options.preview_step);
  return sl_figure_make (plot->info, sl_worker_get_engine (self->worker), result, &options);
}

/* Options that requests and plots have in common. */
void
sl_window_figure_options (SlWindow *self, SlWindowPlot *plot, SlFigureOptions *options)
{
  *options = (SlFigureOptions) {
    .gradient = sl_session_get_gradient (self->session),
    .tied = sl_session_get_tied (self->session),
    .more_gradients = sl_session_get_more_gradients (self->session),
    .filters = self->worker ? sl_worker_get_filters (self->worker) : NULL,
    .sed_gradient = TRUE,
    .ranges = &plot->ranges,
    .differences = sl_session_get_differences (self->session),
  };
  memcpy (options->choice, plot->choice, sizeof options->choice);
}

void
sl_window_request (SlWindow *self, SlRequest *request)
{
  for (guint i = 0; i < self->plots->len; i++)
    {
      SlWindowPlot *plot = g_ptr_array_index (self->plots, i);
      SlFigureOptions options;

      sl_window_figure_options (self, plot, &options);
      options.galaxy = &request->galaxy;
      sl_figure_request (plot->info, &options, TRUE, request);
    }
  /* For the colour in the status bar. */
  request->flags |= SL_REQUEST_SED;
}

guint64
sl_window_get_histories (SlWindow *self, SlWindowPlot *plot)
{
  SlRequest request = { 0 };
  SlFigureOptions options;

  sl_window_figure_options (self, plot, &options);
  options.galaxy = sl_session_get_galaxy (self->session);
  sl_figure_request (plot->info, &options, TRUE, &request);
  return sl_figure_histories (plot->info, &options) ? request.histories : 0;
}

/* Builds all plots from an answer. */
void
sl_window_show_answer (SlWindow *self, const SlResult *result, const SlRequest *request)
{
  for (guint i = 0; i < self->plots->len; i++)
    {
      SlWindowPlot *plot = g_ptr_array_index (self->plots, i);
      g_autoptr (SlPlot) made = sl_window_make_plot (self, plot, result, request);

      sl_plot_view_set_plot (plot->view, made);
      plot->painted = FALSE;
    }
}

/* --------------------------------------------------------------- events */

static void
painted_cb (SlPlotView *view, guint64 serial, SlWindow *self)
{
  gboolean all = TRUE;

  for (guint i = 0; i < self->plots->len; i++)
    {
      SlWindowPlot *plot = g_ptr_array_index (self->plots, i);

      if (plot->view == view)
        plot->painted = TRUE;
      all &= plot->painted || plot->window;
    }
  if (all)
    sl_window_all_painted (self);
}

/* Plots over the same quantity (time, wavelength) show the same value. */
static void
hover_cb (SlPlotView *view, GParamSpec *pspec, SlWindow *self)
{
  double value = 0.0;
  const char *kind = sl_plot_view_get_link (view, &value);

  for (guint i = 0; i < self->plots->len; i++)
    {
      SlWindowPlot *plot = g_ptr_array_index (self->plots, i);

      /* The plot that is pointed at shows the point itself, and no other one's. */
      sl_plot_view_set_link (plot->view, plot->view == view ? NULL : kind, value);
    }
  sl_window_sound_hover (self, view);
}

static SlWindowPlot *
plot_of_view (SlWindow *self, SlPlotView *view)
{
  for (guint i = 0; i < self->plots->len; i++)
    if (((SlWindowPlot *) g_ptr_array_index (self->plots, i))->view == view)
      return g_ptr_array_index (self->plots, i);
  g_return_val_if_reached (NULL);
}

/* FALSE also while the data is loaded again: the old plots are still there. */
static gboolean
handle_value (SlWindow *self, SlPlotView *view, const char *id, double x, double y, SlParamId *parameter,
              double *value)
{
  SlEngine *engine = self->worker ? sl_worker_get_engine (self->worker) : NULL;

  return engine
         && sl_figure_handle_value (id, plot_of_view (self, view)->info, x, y,
                                    sl_session_get_galaxy (self->session), engine->templates, parameter,
                                    value);
}

static void
handle_begin_cb (SlPlotView *view, const char *id, SlWindow *self)
{
  SlParamId parameter;
  double value;

  self->handle_view = NULL;
  if (!handle_value (self, view, id, 1.0, 1.0, &parameter, &value))
    return;
  self->handle_view = view;
  sl_window_begin_drag (self, parameter);
}

static void
handle_moved_cb (SlPlotView *view, const char *id, double x, double y, SlWindow *self)
{
  SlParamId parameter;
  double value;

  /* Undo and other changes end the drag while the handle is still held. */
  if (self->handle_view == view && sl_session_get_dragging (self->session)
      && handle_value (self, view, id, x, y, &parameter, &value))
    sl_session_set_value (self->session, parameter, value);
}

static void
handle_end_cb (SlPlotView *view, const char *id, gboolean cancelled, SlWindow *self)
{
  if (self->handle_view != view)
    return;
  self->handle_view = NULL;
  if (cancelled)
    sl_session_cancel_drag (self->session);
  else
    sl_session_end_drag (self->session);
}

static void
clicked_cb (SlPlotView *view, guint panel, double x, double y, SlWindow *self)
{
  sl_window_explain (self, plot_of_view (self, view), panel, x, y);
}

/* Before a plot is removed: its popovers and drags end. */
static void
leave_plot (SlWindow *self, SlWindowPlot *plot)
{
  sl_window_shell_close_popovers (GTK_WIDGET (plot->card));
  /* The other plots show what is pointed at here. */
  sl_plot_view_leave (plot->view);
  if (self->explain_popover
      && gtk_widget_is_ancestor (GTK_WIDGET (self->explain_popover), GTK_WIDGET (plot->card)))
    sl_window_forget_question (self);
  if (self->handle_view == plot->view)
    {
      self->handle_view = NULL;
      sl_session_end_drag (self->session);
    }
}

/* --------------------------------------------------------------- a plot */

void
sl_window_update_units (SlWindow *self)
{
  for (guint i = 0; i < self->plots->len; i++)
    {
      SlWindowPlot *plot = g_ptr_array_index (self->plots, i);

      sl_preferences_fill_choices (self->settings, &plot->shown, plot->choice);
      sl_window_update_plot_actions (self, plot);
    }
  sl_window_post (self);
}

static void
set_tile (SlWindow *self, SlWindowPlot *plot, const SlSessionTile *tile)
{
  plot->info = sl_session_tile_info (tile);
  plot->shown = *tile;
  sl_preferences_fill_choices (self->settings, tile, plot->choice);
  memset (plot->ranges.axis, 0, sizeof plot->ranges.axis);
  sl_plot_card_set_title (plot->card, _ (plot->info->title));
  if (plot->window)
    gtk_window_set_title (plot->window, _ (plot->info->title));
  sl_window_update_plot_actions (self, plot);
}

/* The user chose a kind or a value: for a tile a step of undo. */
void
sl_window_set_kind (SlWindow *self, SlWindowPlot *plot, const char *figure)
{
  SlSessionTile tile = { 0 };

  if (!plot->window)
    {
      sl_session_set_tile (self->session, plot->tile, figure);
      return;
    }
  g_strlcpy (tile.figure, figure, sizeof tile.figure);
  set_tile (self, plot, &tile);
  sl_window_post (self);
}

void
sl_window_set_choice (SlWindow *self, SlWindowPlot *plot, const char *choice, const char *value)
{
  SlSessionTile tile = plot->shown;

  if (!plot->window)
    {
      sl_session_set_tile_choice (self->session, plot->tile, choice, value);
      return;
    }
  sl_session_tile_set_choice (&tile, choice, value);
  set_tile (self, plot, &tile);
  sl_window_post (self);
}

static void
plot_free (SlWindowPlot *plot)
{
  g_signal_handlers_disconnect_by_data (plot->view, plot->owner);
  sl_window_forget_plot_menu (plot);
  g_clear_object (&plot->actions);
  g_free (plot);
}

static SlWindowPlot *
plot_new (SlWindow *self, const SlSessionTile *tile)
{
  SlWindowPlot *plot = g_new0 (SlWindowPlot, 1);
  SlPlot *other = self->plots->len
                      ? sl_plot_view_get_plot (((SlWindowPlot *) g_ptr_array_index (self->plots, 0))->view)
                      : NULL;

  plot->owner = self;
  plot->ranges.hold = self->hold_axes;
  plot->view = SL_PLOT_VIEW (sl_plot_view_new ());
  if (!other)
    sl_plot_view_set_placeholder (plot->view, _ ("Loading the SSP library…"));
  plot->card =
      SL_PLOT_CARD (sl_plot_card_new (_ (sl_session_tile_info (tile)->title), GTK_WIDGET (plot->view), NULL));
  sl_window_install_plot_actions (self, plot);
  set_tile (self, plot, tile);
  g_signal_connect (plot->view, "painted", G_CALLBACK (painted_cb), self);
  g_signal_connect (plot->view, "notify::hover-x", G_CALLBACK (hover_cb), self);
  g_signal_connect (plot->view, "handle-begin", G_CALLBACK (handle_begin_cb), self);
  g_signal_connect (plot->view, "handle-moved", G_CALLBACK (handle_moved_cb), self);
  g_signal_connect (plot->view, "handle-end", G_CALLBACK (handle_end_cb), self);
  g_signal_connect (plot->view, "clicked", G_CALLBACK (clicked_cb), self);
  g_ptr_array_add (self->plots, plot);
  return plot;
}

/* ---------------------------------------------------------------- tiles */

static guint
n_tiles (SlWindow *self)
{
  guint n = 0;

  for (guint i = 0; i < self->plots->len; i++)
    n += ((SlWindowPlot *) g_ptr_array_index (self->plots, i))->window == NULL;
  return n;
}

/* Tiles that stay keep their view, so that nothing flickers. */
void
sl_window_update_layout (SlWindow *self)
{
  const SlSessionLayout *layout = sl_session_get_layout (self->session);
  const SlTilingInfo *tiling = sl_tiling_info (layout->tiling);
  const guint n_shown = sl_session_layout_n_shown (layout);
  guint have = n_tiles (self), tile = 0;

  /* The point that the question is about may have moved, and the buttons of open menus out of sight. */
  sl_window_forget_question (self);
  sl_window_shell_close_popovers (GTK_WIDGET (self->grid));
  sl_plot_grid_set_shape (self->grid, tiling->columns, tiling->hero);
  for (; have < n_shown; have++)
    sl_plot_grid_append (self->grid, GTK_WIDGET (plot_new (self, &layout->tile[have])->card));
  for (guint i = 0; i < self->plots->len;)
    {
      SlWindowPlot *plot = g_ptr_array_index (self->plots, i);

      if (plot->window)
        {
          i++;
          continue;
        }
      if (tile >= n_shown)
        {
          GtkWidget *card = g_object_ref (GTK_WIDGET (plot->card));

          leave_plot (self, plot);
          g_ptr_array_remove_index (self->plots, i);
          sl_plot_grid_remove (self->grid, card);
          g_object_unref (card);
          continue;
        }
      plot->tile = tile++;
      if (memcmp (&plot->shown, &layout->tile[plot->tile], sizeof plot->shown) != 0)
        set_tile (self, plot, &layout->tile[plot->tile]);
      i++;
    }
  sl_window_style_plots (self);
  sl_window_update_export_menu (self);
  sl_window_post (self);
}

/* ------------------------------------------------------------ own window */

static gboolean
own_closed_cb (GtkWindow *window, SlWindow *self)
{
  for (guint i = 0; i < self->plots->len; i++)
    if (((SlWindowPlot *) g_ptr_array_index (self->plots, i))->window == window)
      {
        leave_plot (self, g_ptr_array_index (self->plots, i));
        g_ptr_array_remove_index (self->plots, i);
        break;
      }
  return FALSE;
}

/* For a second screen: the copy follows the same galaxy. */
void
sl_window_pop_out (SlWindow *self, SlWindowPlot *plot)
{
  GtkWidget *window = adw_window_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  SlWindowPlot *own = plot_new (self, &plot->shown);

  own->window = GTK_WINDOW (window);
  sl_window_shell_close_by_escape (own->window);
  gtk_window_set_title (own->window, _ (plot->info->title));
  gtk_window_set_default_size (own->window, OWN_WIDTH, OWN_HEIGHT);
  gtk_window_set_application (own->window, gtk_window_get_application (GTK_WINDOW (self)));
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_widget_add_css_class (GTK_WIDGET (own->card), "sl-own");
  gtk_widget_set_vexpand (GTK_WIDGET (own->card), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (own->card));
  adw_window_set_content (ADW_WINDOW (window), box);
  g_signal_connect (window, "close-request", G_CALLBACK (own_closed_cb), self);
  sl_window_update_plot_actions (self, own);
  sl_window_style_plots (self);
  gtk_window_present (own->window);
  sl_window_post (self);
}

void
sl_window_close_own (SlWindow *self)
{
  for (guint i = self->plots->len; i-- > 0;)
    {
      GtkWindow *window = ((SlWindowPlot *) g_ptr_array_index (self->plots, i))->window;

      if (window)
        {
          leave_plot (self, g_ptr_array_index (self->plots, i));
          g_ptr_array_remove_index (self->plots, i);
          gtk_window_destroy (window);
        }
    }
}

void
sl_window_init_plots (SlWindow *self)
{
  self->plots = g_ptr_array_new_with_free_func ((GDestroyNotify) plot_free);
}
