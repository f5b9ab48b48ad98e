# syntax=docker/dockerfile:1
# An image that contains only the tool, for `COPY --from`. Its context is a release (its executables):
#
#   docker build -f tool.Dockerfile -t gorename-plugin:0.1.0 --build-arg VERSION=0.1.0 RELEASE_DIRECTORY
FROM scratch
ARG VERSION
ARG TARGETARCH
COPY --chmod=755 gorename-plugin_${VERSION}_linux_${TARGETARCH} /glibc/gorename-plugin
COPY --chmod=755 gorename-plugin_${VERSION}_linux_${TARGETARCH}_musl /musl/gorename-plugin
