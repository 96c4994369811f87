/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gdk/gdk.h>

/* OpenGL for plots: one context that all views of a display share, so that its programs are compiled once,
 * and which shares textures with the renderer of windows. OpenGL 3.3 or OpenGL ES 3.0. Main thread. */

#define SL_GL_ERROR (sl_gl_error_quark ())
GQuark sl_gl_error_quark (void);
typedef enum {
  SL_GL_ERROR_VERSION,  /* too old */
  SL_GL_ERROR_PROGRAM,  /* a program that the driver does not take */
  SL_GL_ERROR_DRAW,     /* the driver reports an error, or draws something else than what was asked for */
} SlGlError;

typedef struct _SlGlDevice SlGlDevice;

typedef enum {
  SL_GL_SEGMENT, SL_GL_AREA, SL_GL_RECT, SL_GL_COLOUR, SL_GL_IMAGE, SL_GL_N_PROGRAMS
} SlGlProgram;

/* Makes a context and compiles. Errors: SL_GL_ERROR, GDK_GL_ERROR. */
SlGlDevice *sl_gl_device_new (GdkDisplay *display, GError **error);
SlGlDevice *sl_gl_device_ref (SlGlDevice *self);
void sl_gl_device_unref (SlGlDevice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlGlDevice, sl_gl_device_unref)

GdkGLContext *sl_gl_device_get_context (SlGlDevice *self);
GdkDisplay *sl_gl_device_get_display (SlGlDevice *self);
/* "OpenGL 4.5, NVIDIA ..." */
const char *sl_gl_device_get_name (SlGlDevice *self);
/* The driver does all on the processor. */
gboolean sl_gl_device_is_software (SlGlDevice *self);
/* Whether a renderer of that name (GL_RENDERER) is one. */
gboolean sl_gl_renderer_is_software (const char *renderer);

/* Textures, framebuffers, buffers and programs that exist at present, for tests. */
guint sl_gl_device_n_objects (SlGlDevice *self);
/* Contexts made so far by this process, for tests. */
guint sl_gl_n_contexts (void);

/* The rest is for the painter. Its calls are made between begin, which makes the context current and sets
 * what never changes, and end, which tells what went wrong. */
gboolean sl_gl_device_begin (SlGlDevice *self, GError **error);
gboolean sl_gl_device_end (SlGlDevice *self, GError **error);

/* Makes a program current for a target of that size. */
void sl_gl_device_use (SlGlDevice *self, SlGlProgram program, int width, int height);
void sl_gl_device_set_colour (SlGlDevice *self, const float colour[4]);
/* Of SL_GL_SEGMENT; gather: keep the four parts of a pixel apart. */
void sl_gl_device_set_pen (SlGlDevice *self, float radius, gboolean gather);
void sl_gl_device_set_rect (SlGlDevice *self, float x0, float y0, float x1, float y1);

/* Sends the instances of one picture. */
void sl_gl_device_upload (SlGlDevice *self, gconstpointer data, gsize size);

/* A texture that can be drawn into. */
typedef struct { guint texture, framebuffer; int width, height; } SlGlTarget;
gboolean sl_gl_device_make_target (SlGlDevice *self, SlGlTarget *target, int width, int height,
                                   GError **error);
void sl_gl_device_drop_target (SlGlDevice *self, SlGlTarget *target);
/* Where coverage is gathered: at least so large; kept. NULL: none can be had. */
const SlGlTarget *sl_gl_device_get_gatherer (SlGlDevice *self, int width, int height, GError **error);

/* A texture of pixels 0xAARRGGBB, premultiplied; smooth: scaled between pixels, and over many when made
 * smaller. */
guint sl_gl_device_make_texture (SlGlDevice *self, const guint32 *pixels, int width, int height, gsize stride,
                                 gboolean smooth);
void sl_gl_device_drop_texture (SlGlDevice *self, guint texture);
