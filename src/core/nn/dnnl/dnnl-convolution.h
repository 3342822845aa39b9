/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layer.h"

/**
 * OvDnnlConvolution:
 *
 * oneDNN's implementations of one layer's convolution and of its two derivatives, for a fixed
 * number of images. It has memory of its own, so each thread needs one.
 */
typedef struct _OvDnnlConvolution OvDnnlConvolution;

OvDnnlConvolution *ov_dnnl_convolution_new               (OvShape            in,
                                                          guint              n_out,
                                                          guint              n_images);
void               ov_dnnl_convolution_free              (OvDnnlConvolution *self);
void               ov_dnnl_convolution_forward           (OvDnnlConvolution *self,
                                                          const float       *in,
                                                          const float       *weight,
                                                          const float       *bias,
                                                          float             *out);
void               ov_dnnl_convolution_backward_data     (OvDnnlConvolution *self,
                                                          const float       *weight,
                                                          const float       *d_out,
                                                          float             *d_in);
void               ov_dnnl_convolution_backward_weights  (OvDnnlConvolution *self,
                                                          const float       *in,
                                                          const float       *d_out,
                                                          float             *d_weight,
                                                          float             *d_bias);
