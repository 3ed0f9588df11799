include(${CMAKE_CURRENT_LIST_DIR}/capsule.cmake)
