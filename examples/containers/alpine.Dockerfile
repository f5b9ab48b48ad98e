# syntax=docker/dockerfile:1
# Builds a plugin for a host on Alpine (musl). Its context is the module of the plugin, with install.sh in it:
#
#   docker build -f alpine.Dockerfile --build-arg RELEASE=ADDRESS --build-arg VERSION=0.1.0 --build-arg SHA256=HEX \
#     --build-arg PLUGIN=./plugin --output dist .
#
# HEX is the line of gorename-plugin_VERSION_linux_ARCH_musl in checksums.txt.
ARG GO_VERSION=1.26

# The Go version of the host: a plugin needs the same.
FROM golang:${GO_VERSION}-alpine AS build
# hadolint ignore=DL3018
RUN apk add --no-cache binutils gcc musl-dev
ARG RELEASE
ARG VERSION
ARG SHA256
COPY install.sh /tmp/install.sh
RUN sh /tmp/install.sh --from "$RELEASE" --version "$VERSION" --sha256 "$SHA256"
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
ARG PLUGIN=.
# The host must be built with -trimpath too. Both caches are below /root/.cache.
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache \
    gorename-plugin build "$PLUGIN" --prefix 't_{hash}' -o /out/ -- -trimpath

FROM scratch
COPY --from=build /out/ /
